/** Figures as the account has them: least and most, where null is an end that nobody gave. */

/** Where a figure is drawn on an axis; an open end is drawn to the edge of the axis, and as open. */
export interface Drawn {
  readonly from: number;
  readonly to: number;
  readonly isOpenLow: boolean;
  readonly isOpenHigh: boolean;
}

/** Where a figure stands on an axis from 0 to ``edge``; null where it says neither least nor most. */
export function placeRange(low: number | null, high: number | null, edge: number): Drawn | null {
  if (low === null && high === null) return null;
  const from = low ?? 0;
  const to = high ?? Math.max(edge, from);
  return { from: Math.min(from, to), to: Math.max(from, to), isOpenLow: low === null, isOpenHigh: high === null };
}

/** A range in words: "40 to 60", "at least 40", "at most 60", "12", "not said". */
export function rangeWords(low: number | null, high: number | null): string {
  const shown = (value: number): string => value.toLocaleString("en");
  if (low === null && high === null) return "not said";
  if (low === null) return `at most ${shown(high ?? 0)}`;
  if (high === null) return `at least ${shown(low)}`;
  return low === high ? shown(low) : `${shown(low)} to ${shown(high)}`;
}

/** The right end of an axis over several figures: a tenth past the largest number, so that an open end has room. */
export function axisEdge(values: Iterable<number | null>): number {
  let largest = 0;
  for (const value of values) if (value !== null && value > largest) largest = value;
  return Math.max(1, largest * 1.1);
}

/** Whether a logarithmic axis is called for: figures that lie more than a factor of 200 apart, and no zero among them. */
export function isWide(values: readonly (number | null)[]): boolean {
  const known = values.filter((value): value is number => value !== null);
  const least = Math.min(...known);
  return known.length > 1 && least > 0 && Math.max(...known) / least > 200;
}

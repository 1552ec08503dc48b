/** Days as bins of a timeline. All days are ISO strings and all arithmetic is in UTC, so that no time zone moves one. */

export type Bin = "day" | "week" | "month" | "year";

/** Incidents from the first day of a bin to its last, both ISO. */
export interface Bar {
  readonly from: string;
  readonly to: string;
  readonly incidents: number;
  readonly contested: number;
}

/** A day with how many incidents begin on it, and how many of those are contested. */
export type DayCount = readonly [day: string, incidents: number, contested: number];

const DAY_MS = 86_400_000;

/** The UTC midnight of an ISO day; NaN for what is none. */
export function toDate(day: string): Date {
  const [year = "", month = "01", date = "01"] = day.split("T", 1)[0]?.split("-") ?? [];
  return new Date(Date.UTC(Number(year), Number(month) - 1, Number(date)));
}

/** The ISO day of a moment. */
export function toDay(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}

/** The day some days later (earlier where negative). */
export function addDays(day: string, days: number): string {
  return toDay(new Date(toDate(day).getTime() + days * DAY_MS));
}

/** How many days from one to another, both included. */
export function countDays(from: string, to: string): number {
  return Math.round((toDate(to).getTime() - toDate(from).getTime()) / DAY_MS) + 1;
}

/** The bin that keeps a span of days at no more bars than fit. */
export function chooseBin(days: number, mostBars: number): Bin {
  if (days <= mostBars) return "day";
  if (days / 7 <= mostBars) return "week";
  return days / 30.4 <= mostBars ? "month" : "year";
}

/** The first and last day of the bin that holds a day; weeks begin on Monday. */
export function binOf(day: string, bin: Bin): readonly [string, string] {
  const moment = toDate(day);
  const [year, month] = [moment.getUTCFullYear(), moment.getUTCMonth()];
  switch (bin) {
    case "day":
      return [day, day];
    case "week": {
      const first = addDays(day, -((moment.getUTCDay() + 6) % 7));
      return [first, addDays(first, 6)];
    }
    case "month":
      return [toDay(new Date(Date.UTC(year, month, 1))), toDay(new Date(Date.UTC(year, month + 1, 0)))];
    case "year":
      return [`${String(year).padStart(4, "0")}-01-01`, `${String(year).padStart(4, "0")}-12-31`];
  }
}

/** The first and last day between which nearly all incidents begin: far days of few incidents are left out where they would
 * stretch the span to more than twice its length. */
export function denseDays(days: readonly DayCount[], share = 0.02): readonly [string, string] | null {
  const [first, last] = [days[0]?.[0], days.at(-1)?.[0]];
  if (first === undefined || last === undefined) return null;
  const spare = days.reduce((sum, [, incidents]) => sum + incidents, 0) * share;
  const from = skip(days, spare) ?? first;
  const to = skip(days.toReversed(), spare) ?? last;
  return from <= to && countDays(from, to) * 2 < countDays(first, last) ? [from, to] : [first, last];
}

/** The first day after as many incidents as may be left out. */
function skip(days: readonly DayCount[], spare: number): string | undefined {
  let before = 0;
  return days.find(([, incidents]) => (before += incidents) > spare)?.[0];
}

/** The bars of a timeline in the order of time; bins without an incident have none. */
export function makeBars(days: readonly DayCount[], bin: Bin): Bar[] {
  const bars = new Map<string, Bar>();
  for (const [day, incidents, contested] of days) {
    if (Number.isNaN(toDate(day).getTime())) continue;
    const [from, to] = binOf(day, bin);
    const held = bars.get(from);
    bars.set(from, { from, to, incidents: incidents + (held?.incidents ?? 0), contested: contested + (held?.contested ?? 0) });
  }
  return [...bars.values()].sort((one, other) => (one.from < other.from ? -1 : 1));
}

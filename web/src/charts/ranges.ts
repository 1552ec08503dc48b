/** Figures as ranges on one axis, one line for each, by source and time of publication; open ends are drawn open. */

import * as Plot from "@observablehq/plot";

import { rowsAt } from "../data";
import { axisEdge, isWide, placeRange, rangeWords, type Drawn } from "../quantities";
import { addMultiple, INK, fit, marginFor, putChart, QUIET, addNote } from "./plot";
import { redrawn } from "./redrawn";

interface Stated {
  readonly origin?: string | null;
  readonly who?: string | null;
  readonly of?: string | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly scope?: string | null;
  readonly words?: string | null;
  readonly published?: string | null;
  readonly href?: string | null;
}

interface Row {
  readonly measure: string;
  readonly of?: string | null;
  readonly figures: readonly Stated[];
}

interface Line extends Drawn {
  readonly key: string;
  readonly name: string;
  readonly words: string;
  readonly href: string | null;
}

export const make = redrawn((place, data) => {
  const measures = byMeasure(rowsAt<Row>(data, "rows", "figures"));
  if (measures.size === 0) addNote(place, "No figure is told of.");
  for (const [measure, figures] of measures) {
    const caption = measure.replaceAll("_", " ");
    drawRow(addMultiple(place, caption), figures, caption);
  }
});

/** The figures of each measure, those of one counted group together, each group and figure by time of publication. */
export function byMeasure(rows: readonly Row[]): Map<string, (Stated & { of: string | null })[]> {
  const measures = new Map<string, (Stated & { of: string | null })[]>();
  for (const row of rows) {
    const figures = row.figures.toSorted((one, other) => (one.published ?? "9").localeCompare(other.published ?? "9"));
    const held = measures.get(row.measure) ?? [];
    held.push(...figures.map((figure) => ({ ...figure, of: figure.of ?? row.of ?? null })));
    if (held.length > 0) measures.set(row.measure, held);
  }
  return measures;
}

/** A figure with the group that it counts, and in how many reports one source gives it in the same words. */
export type Told = Stated & { readonly of: string | null; readonly reports: number };

/** Figures by source, the source that was published first before the others; what one source gives alike in several reports once. */
export function bySource(figures: readonly (Stated & { of: string | null })[]): Told[] {
  const sources = new Map<string, Map<string, Told>>();
  for (const one of figures) {
    const told = sources.get(nameOf(one)) ?? new Map<string, Told>();
    const alike = JSON.stringify([one.low, one.high, one.of, one.scope]);
    told.set(alike, { ...one, ...told.get(alike), reports: (told.get(alike)?.reports ?? 0) + 1 });
    sources.set(nameOf(one), told);
  }
  return [...sources.values()].flatMap((told) => [...told.values()]);
}

function nameOf(one: Stated): string {
  return one.who ?? one.origin ?? "own voice";
}

function drawRow(place: HTMLElement, several: readonly (Stated & { of: string | null })[], caption: string): void {
  const figures = bySource(several);
  const numbers = figures.flatMap((one) => [one.low, one.high]);
  const edge = axisEdge(numbers);
  const wide = isWide(numbers);
  const lines = figures.map((one, index) => toLine(one, index, edge, wide)).filter((line) => line !== null);
  const names = new Map(lines.map((line, index) => [line.key, line.name === lines[index - 1]?.name ? "" : line.name]));
  const margin = Math.min(marginFor([...names.values()], 40), place.clientWidth * 0.45);
  const least = Math.min(...lines.map((line) => line.from).filter((value) => value > 0), edge);
  const isRight = (line: Line): boolean => line.to > edge * 0.65;
  const words = { y: "key", text: "words", fill: QUIET, stroke: "var(--paper)", strokeWidth: 3, title: "name", href: (line: Line) => line.href };
  putChart(
    place,
    {
      marginLeft: margin,
      marginRight: 44,
      height: lines.length * 24 + 44,
      x: wide ? { type: "log", domain: [least / 1.5, edge], grid: true, label: null, ticks: 4, tickFormat: ",d" } : { domain: [0, edge], grid: true, label: null, ticks: 4 },
      y: { domain: [...names.keys()], label: null, tickSize: 0, tickFormat: (key: string) => fit(names.get(key) ?? key, margin - 12) },
      marks: [
        Plot.ruleY(lines, { y: "key", x1: "from", x2: "to", stroke: INK, strokeWidth: 3, strokeLinecap: "butt" }),
        Plot.tickX(lines.filter((line) => !line.isOpenLow), { x: "from", y: "key", stroke: INK, strokeWidth: 3, inset: 5 }),
        Plot.tickX(lines.filter((line) => !line.isOpenHigh), { x: "to", y: "key", stroke: INK, strokeWidth: 3, inset: 5 }),
        Plot.text(lines.filter((line) => line.isOpenHigh), { x: "to", y: "key", text: () => "▶", fill: INK, textAnchor: "start", dx: -2 }),
        Plot.text(lines.filter((line) => line.isOpenLow), { x: "from", y: "key", text: () => "◀", fill: INK, textAnchor: "end", dx: 2 }),
        Plot.text(lines.filter((line) => !isRight(line)), { ...words, x: "to", textAnchor: "start", dx: 8 }),
        Plot.text(lines.filter((line) => isRight(line) && !line.isOpenLow && line.from > edge * 0.35), { ...words, x: "from", textAnchor: "end", dx: -8 }),
        Plot.text(lines.filter((line) => isRight(line) && (line.isOpenLow || line.from <= edge * 0.35)), { ...words, x: "to", textAnchor: "end", dy: -8 }),
      ],
    },
    `Figures on ${caption} by source, the earliest published first`,
    true,
  );
}

function toLine(one: Told, index: number, edge: number, wide: boolean): Line | null {
  const drawn = placeRange(one.low, one.high, edge);
  if (!drawn) return null;
  const name = `${nameOf(one)}${one.published ? `, ${one.published}` : ""}`;
  const from = wide && drawn.from <= 0 ? 0.5 : drawn.from;
  const words = `${rangeWords(one.low, one.high)}${one.of ? ` ${one.of}` : ""}${one.scope === "total" ? " in all" : ""}${one.reports > 1 ? ` · in ${one.reports} reports` : ""}`;
  return { ...drawn, from, key: String(index), name, words, href: one.href ?? null };
}

/** What each outlet calls one actor or act: small multiples by outlet, own voice filled, quoted words hollow. */

import * as Plot from "@observablehq/plot";

import { rowsAt } from "../data";
import { addMultiple, addNote, addRow, fit, INK, marginFor, putChart } from "./plot";
import { redrawn } from "./redrawn";

/** A word for an actor or an act, by whom and how often. */
export interface Use {
  readonly what: string | null;
  readonly label: string;
  readonly voice: string;
  readonly publisher: string | null;
  readonly count: number;
}

/** How often one outlet uses one word, in its own voice and in others' words. */
export interface Bar {
  readonly label: string;
  readonly voice: "own" | "quoted";
  readonly count: number;
}

const MOST_OUTLETS = 8;
const MOST_WORDS = 10;

export const make = redrawn((place, data) => {
  const outlets = byOutlet(rowsAt<Use>(data, "rows", "words"));
  if (outlets.length === 0) addNote(place, "No word is told of.");
  if (outlets.length > 0) addNote(place, "Filled: in its own voice. Hollow: quoted from others.");
  const row = addRow(place);
  for (const [outlet, bars] of outlets) drawOutlet(addMultiple(row, outlet), bars, outlet);
});

/** The outlets with most words, each with the words that it uses most, the most used first. */
export function byOutlet(uses: readonly Use[]): [string, Bar[]][] {
  const outlets = new Map<string, Map<string, { own: number; quoted: number }>>();
  for (const use of uses) {
    const outlet = use.publisher ?? "publisher not known";
    const label = use.what === null || use.what === use.label ? use.label : `${use.label} (${use.what.replaceAll("_", " ")})`;
    const words = outlets.get(outlet) ?? new Map<string, { own: number; quoted: number }>();
    const held = words.get(label) ?? { own: 0, quoted: 0 };
    held[use.voice === "quoted" ? "quoted" : "own"] += use.count;
    outlets.set(outlet, words.set(label, held));
  }
  const size = (words: Map<string, { own: number; quoted: number }>): number => [...words.values()].reduce((sum, one) => sum + one.own + one.quoted, 0);
  return [...outlets]
    .toSorted((one, other) => size(other[1]) - size(one[1]) || one[0].localeCompare(other[0]))
    .slice(0, MOST_OUTLETS)
    .map(([outlet, words]) => [outlet, topBars(words)]);
}

function topBars(words: ReadonlyMap<string, { own: number; quoted: number }>): Bar[] {
  return [...words]
    .toSorted((one, other) => other[1].own + other[1].quoted - one[1].own - one[1].quoted || one[0].localeCompare(other[0]))
    .slice(0, MOST_WORDS)
    .flatMap(([label, held]) => (["own", "quoted"] as const).flatMap((voice): Bar[] => (held[voice] > 0 ? [{ label, voice, count: held[voice] }] : [])));
}

function drawOutlet(place: HTMLElement, bars: readonly Bar[], outlet: string): void {
  const labels = [...new Set(bars.map((bar) => bar.label))];
  const margin = Math.min(marginFor(labels, 30), place.clientWidth * 0.5);
  putChart(
    place,
    {
      marginLeft: margin,
      marginTop: 4,
      marginBottom: 24,
      height: labels.length * 22 + 28,
      x: { label: null, ticks: 3, grid: true, tickFormat: (count: number) => (Number.isInteger(count) ? String(count) : "") },
      y: { domain: labels, label: null, tickSize: 0, tickFormat: (label: string) => fit(label, margin - 12) },
      marks: [
        Plot.barX(bars, Plot.stackX({ y: "label", x: "count", order: ["own", "quoted"], z: "voice", fill: (bar: Bar) => (bar.voice === "own" ? "var(--bar-strong)" : "var(--paper)"), stroke: "var(--bar-strong)", insetTop: 3, insetBottom: 3 })),
        Plot.ruleX([0], { stroke: INK }),
      ],
    },
    `Words that ${outlet} uses most; filled: in its own voice, hollow: quoted`,
  );
}

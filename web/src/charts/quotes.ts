/** What someone is quoted with over time: a lane for each outlet, a sign for what the words do, each one a link to the report. */

import * as Plot from "@observablehq/plot";

import { rowsAt } from "../data";
import { toDate } from "../days";
import { addNote, fit, INK, marginFor, putChart, ticksOf } from "./plot";
import { redrawn } from "./redrawn";

interface Quote {
  readonly published: string | null;
  readonly act: string;
  readonly outlet: string;
  readonly words: string;
  readonly href: string;
}

/** A sign for each act, so that none depends on a colour. */
export const ACTS: Readonly<Record<string, string>> = { state: "●", deny: "⊘", accuse: "▲", demand: "◆", threaten: "✕", commit: "■", ask: "?", believe: "○" };
const MOST_OUTLETS = 16;

export const make = redrawn((place, data) => {
  const all = rowsAt<Quote>(data, "rows").filter((one) => one.published !== null);
  const lanes = busiest(all.map((one) => one.outlet), MOST_OUTLETS);
  const quotes = all.filter((one) => lanes.includes(one.outlet)).map((one) => ({ ...one, day: toDate(one.published ?? "") }));
  if (quotes.length === 0) {
    addNote(place, "No day of publication is known.");
    return;
  }
  addNote(place, Object.entries(ACTS).filter(([act]) => quotes.some((one) => one.act === act)).map(([act, sign]) => `${sign} ${act}`).join("   "));
  const margin = Math.min(marginFor(lanes, 34), place.clientWidth * 0.42);
  putChart(
    place,
    {
      marginLeft: margin,
      marginRight: 20,
      height: lanes.length * 24 + 44,
      x: { type: "utc", label: null, grid: true, inset: 10, ...ticksOf(quotes.map((one) => one.day)) },
      y: { domain: lanes, label: null, tickSize: 0, tickFormat: (lane: string) => fit(lane, margin - 12) },
      marks: [
        Plot.ruleY(lanes, { stroke: "var(--line)" }),
        Plot.text(quotes, { x: "day", y: "outlet", text: (one: Quote) => ACTS[one.act] ?? "·", fontSize: 13, fill: INK, stroke: "var(--paper)", strokeWidth: 3, href: "href", title: (one: Quote) => `${one.published ?? ""} ${one.act}: ${one.words}` }),
      ],
    },
    "Quotations over time, a line for each outlet",
    true,
  );
});

/** The names that occur most often, the most frequent first. */
export function busiest(names: readonly string[], most: number): string[] {
  const often = new Map<string, number>();
  for (const name of names) often.set(name, (often.get(name) ?? 0) + 1);
  return [...often].toSorted((one, other) => other[1] - one[1] || one[0].localeCompare(other[0])).slice(0, most).map(([name]) => name);
}

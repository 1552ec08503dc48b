/** What was said ahead: a line from the day it was published to the day it was said of, or to the incident that it came before. */

import * as Plot from "@observablehq/plot";

import { rowsAt } from "../data";
import { addDays, toDate } from "../days";
import { addNote, fit, INK, marginFor, putChart, QUIET } from "./plot";
import { redrawn } from "./redrawn";

/** One thing said ahead, as the page has it; ``lead_days`` where it is set before an incident. */
export interface Said {
  readonly sort: string;
  readonly what: string;
  readonly place: string | null;
  readonly published: string | null;
  readonly date: string | null;
  readonly lead_days: number | null;
  readonly href: string;
}

/** A line of the drawing; what is of one sort in one place stands in one lane. */
export interface Lead extends Said {
  readonly lane: string;
  readonly from: Date;
  readonly to: Date;
}

const MOST_LANES = 30;

export const make = redrawn((place, data) => {
  const all = toLeads(rowsAt<Said>(data, "rows"));
  const lanes = [...new Set(all.map((one) => one.lane))].slice(0, MOST_LANES);
  const leads = all.filter((one) => lanes.includes(one.lane));
  if (leads.length === 0) {
    addNote(place, "No day of publication is known.");
    return;
  }
  addNote(place, "● published; | the day that it is said of, or that of the incident.");
  const margin = Math.min(marginFor(lanes, 44), place.clientWidth * 0.45);
  const told = leads.filter((one) => one.to.getTime() !== one.from.getTime());
  putChart(
    place,
    {
      marginLeft: margin,
      marginRight: 20,
      height: lanes.length * 20 + 44,
      x: { type: "utc", label: null, grid: true, inset: 10 },
      y: { domain: lanes, label: null, tickSize: 0, tickFormat: (lane: string) => fit(lane, margin - 12) },
      marks: [
        Plot.ruleY(told, { y: "lane", x1: "from", x2: "to", stroke: QUIET, strokeWidth: 2 }),
        Plot.tickX(told, { x: "to", y: "lane", stroke: INK, strokeWidth: 2, inset: 4 }),
        Plot.dot(leads, { x: "from", y: "lane", r: 4, fill: INK, href: "href", title: (one: Lead) => `${one.what}, published ${one.published ?? ""}${one.date ? `, of ${one.date}` : ""}` }),
      ],
    },
    "What was said ahead, by place: the day of publication, and the day it was said of",
    true,
  );
});

/** The lines of what has a day of publication, in the order given. */
export function toLeads(rows: readonly Said[]): Lead[] {
  return rows.flatMap((one) => {
    if (one.published === null) return [];
    const from = toDate(one.published);
    const said = one.date?.split("/", 1)[0];
    const of = one.lead_days !== null ? toDate(addDays(one.published, one.lead_days)) : said ? toDate(said) : from;
    return [{ ...one, lane: `${one.sort}, ${one.place ?? "place not said"}`, from, to: Number.isNaN(of.getTime()) ? from : of }];
  });
}

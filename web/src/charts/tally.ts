/** Figures over time: what single happenings cost (flow), and running totals by source (stock), never on one axis. */

import * as Plot from "@observablehq/plot";

import { asRecord, rowsAt } from "../data";
import { toDate } from "../days";
import { addMultiple, addRow, BAR, colourOf, dashOf, INK, numberNames, putChart, QUIET, addNote, scaleOf, shorten } from "./plot";
import { redrawn } from "./redrawn";

interface Flow {
  readonly date: string | null;
  readonly place: string | null;
  readonly low: number;
  readonly high: number;
  readonly is_open: boolean;
  readonly left_out: string | null;
}

interface Stock {
  readonly who: string | null;
  readonly origin: string | null;
  readonly of?: string | null;
  readonly place?: string | null;
  readonly date: string | null;
  readonly published: string | null;
  readonly low: number | null;
  readonly high: number | null;
}

interface Sum {
  readonly bucket: string;
  readonly low: number;
  readonly high: number;
  readonly open_ended: number;
  readonly row?: string;
}

const MOST_SOURCES = 8;
const MARGIN = 58;

export const make = redrawn((place, data) => {
  const [flows, stocks, sums] = readTally(data);
  const row = addRow(place);
  if (sums.length > 0) drawSums(addMultiple(row, "New, summed where no incident counts twice: least and most"), sums);
  if (flows.length > 0) drawFlows(addMultiple(row, "New, by incident: least and most that an origin says"), flows);
  if (flows.length + sums.length === 0) addNote(row, "No new figures of incidents with a day.");
  if (stocks.length > 0) drawStocks(addMultiple(row, "Running totals, each of one source, group and place for itself: never summed"), stocks);
});

function readTally(data: unknown): [Flow[], Stock[], Sum[]] {
  const all = rowsAt<{ row?: string }>(data, "rows");
  const of = <Row>(name: string, kind: string): Row[] => {
    const own = rowsAt<Row>(asRecord(data)[name]);
    return own.length > 0 ? own : (all.filter((row) => row.row === kind) as Row[]);
  };
  const flows = of<Flow>("flows", "flow").filter((one) => one.date !== null);
  const stocks = of<Stock>("stocks", "stock").filter((one) => (one.date ?? one.published) !== null);
  return [flows, stocks, of<Sum>("sums", "sum").filter((one) => one.row !== "total")];
}

function drawSums(place: HTMLElement, sums: readonly Sum[]): void {
  const isDated = sums.every((one) => /^\d{4}/.test(one.bucket));
  const shown = isDated ? sums : sums.toSorted((one, other) => other.high - one.high).slice(0, 20);
  const marks = isDated
    ? [
        Plot.ruleX(shown, { x: (one: Sum) => toDate(one.bucket), y1: "low", y2: "high", stroke: BAR, strokeWidth: 5 }),
        Plot.dot(shown, { x: (one: Sum) => toDate(one.bucket), y: "low", fill: BAR, r: 2.6 }),
        Plot.text(shown.filter((one) => one.open_ended > 0), { x: (one: Sum) => toDate(one.bucket), y: "high", text: () => "▲", dy: -5, fontSize: 9, fill: BAR }),
      ]
    : [
        Plot.ruleY(shown, { y: (one: Sum) => shorten(one.bucket), x1: "low", x2: "high", stroke: BAR, strokeWidth: 5 }),
        Plot.dot(shown, { y: (one: Sum) => shorten(one.bucket), x: "low", fill: BAR, r: 2.6 }),
        Plot.text(shown.filter((one) => one.open_ended > 0), { y: (one: Sum) => shorten(one.bucket), x: "high", text: () => "▶", dx: 7, fontSize: 9, fill: BAR }),
      ];
  const value = { ...scaleOf(shown.map((one) => one.high)), grid: true, label: null };
  const scales = isDated ? { x: { type: "utc" as const, label: null }, y: value, height: 220, marginLeft: MARGIN } : { x: value, y: { label: null }, marginLeft: 150, height: shown.length * 20 + 40 };
  putChart(place, { ...scales, marks }, "Safe sums of new figures, least to most; a triangle where one is open upwards");
}

function drawFlows(place: HTMLElement, flows: readonly Flow[]): void {
  const x = (one: Flow): Date => toDate(one.date ?? "");
  const colour = (one: Flow): string => (one.left_out === null ? INK : QUIET);
  putChart(
    place,
    {
      height: 220,
      marginLeft: MARGIN,
      x: { type: "utc", label: null },
      y: { ...scaleOf(flows.map((one) => one.high)), grid: true, label: null },
      marks: [
        Plot.ruleX(flows, { x, y1: "low", y2: "high", stroke: colour, strokeWidth: 1.5 }),
        Plot.dot(flows.filter((one) => one.left_out === null), { x, y: "low", r: 2.8, fill: INK }),
        Plot.dot(flows.filter((one) => one.left_out !== null), { x, y: "low", r: 2.8, stroke: QUIET, fill: "var(--paper)" }),
        Plot.text(flows.filter((one) => one.is_open), { x, y: "high", text: () => "▲", dy: -5, fontSize: 9, fill: colour }),
      ],
    },
    "New figures by incident over time; hollow: in no sum; a triangle where one is open upwards",
  );
}

function drawStocks(place: HTMLElement, stocks: readonly Stock[]): void {
  const name = (one: Stock): string => [one.who ?? one.origin ?? "own voice", one.of, one.place].filter(Boolean).join(", ");
  const often = new Map<string, number>();
  for (const one of stocks) often.set(name(one), (often.get(name(one)) ?? 0) + 1);
  const kept = new Set([...often].toSorted((one, other) => other[1] - one[1]).slice(0, MOST_SOURCES).map(([source]) => source));
  const shown = stocks.filter((one) => kept.has(name(one)));
  const numbers = numberNames(shown.map(name));
  const x = (one: Stock): Date => toDate(one.date ?? one.published ?? "");
  const least = (one: Stock): number => one.low ?? 0;
  const most = (one: Stock): number => one.high ?? one.low ?? 0;
  putChart(
    place,
    {
      height: numbers.size * 96 + 50,
      marginTop: 26,
      marginLeft: MARGIN,
      x: { type: "utc", label: null },
      y: { ...scaleOf(shown.map(most)), grid: true, label: null, ...(scaleOf(shown.map(most)).type ? {} : { ticks: 2 }) },
      fy: { domain: [...numbers.keys()], label: null, axis: null, padding: 0.3 },
      marks: [
        [...numbers].map(([source, number]) =>
          Plot.line(shown.filter((one) => name(one) === source), { x, y: most, fy: name, curve: "step-after", stroke: colourOf(number), strokeDasharray: dashOf(number), sort: x }),
        ),
        Plot.ruleX(shown, { x, y1: least, y2: most, fy: name, stroke: (one: Stock) => colourOf(numbers.get(name(one)) ?? 0), strokeWidth: 3 }),
        Plot.dot(shown, { x, y: most, fy: name, r: 2.4, fill: INK }),
        Plot.text(shown.filter((one) => one.high === null), { x, y: most, fy: name, text: () => "▲", dy: -6, fontSize: 9 }),
        Plot.text([...numbers.keys()], { fy: (source: string) => source, text: (source: string) => shorten(source, 60), frameAnchor: "top-left", dy: -16, fill: INK, fontWeight: 600 }),
      ],
    },
    "Running totals over time, one panel for each source, group and place",
  );
}

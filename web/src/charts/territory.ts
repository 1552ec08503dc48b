/** Who is said to hold which place over time: one band for each holder that is named, open to the right while nobody says otherwise. */

import * as Plot from "@observablehq/plot";

import { rowsAt } from "../data";
import { denseDays, toDate, toDay } from "../days";
import { colourOf, dashOf, marginFor, numberNames, putChart, addNote, shorten, widthOf } from "./plot";
import { redrawn } from "./redrawn";

interface Holder {
  readonly name: string | null;
  readonly words?: readonly { readonly status?: string }[];
}

interface Taking {
  readonly date: string | null;
  readonly is_contested: boolean;
  readonly holders: readonly Holder[];
}

interface Ground {
  readonly place: string;
  readonly takings: readonly Taking[];
}

interface Band {
  readonly lane: string;
  readonly holder: string;
  readonly from: Date;
  readonly to: Date;
  readonly isLast: boolean;
  readonly isContested: boolean;
}

const MOST_PLACES = 30;
const LANE_PX = 22;
const MARGIN_RIGHT = 24;
const MOST_NAMED = 12;

export const make = redrawn((place, data) => {
  const grounds = rowsAt<Ground>(data, "rows", "places").slice(0, MOST_PLACES);
  const bands = clipFarDays(makeBands(grounds));
  if (bands.length === 0) {
    addNote(place, "No taking of a place with a day is told of.");
    return;
  }
  const numbers = numberNames(bands.map((band) => band.holder));
  const lanes = [...new Set(bands.map((band) => band.lane))];
  const colour = (band: Band): string => colourOf(numbers.get(band.holder) ?? 0);
  const dash = (band: Band): string => (band.isContested ? "3,3" : dashOf(numbers.get(band.holder) ?? 0));
  const margin = Math.min(marginFor(lanes.map(placeOf)), place.clientWidth * 0.4);
  addLegend(place, bands, numbers);
  putChart(
    place,
    {
      marginLeft: margin,
      marginRight: MARGIN_RIGHT,
      height: lanes.length * LANE_PX + 48,
      x: { type: "utc", label: null, grid: true },
      y: { domain: lanes, label: null, tickSize: 0, tickFormat: (lane: string) => (isFirstLane(lane) ? shorten(placeOf(lane), place.clientWidth < 480 ? 14 : 24) : "") },
      marks: [
        ...bands.map((band) => Plot.ruleY([band], { y: "lane", x1: "from", x2: "to", stroke: colour(band), strokeWidth: 4, strokeDasharray: dash(band), dy: 5 })),
        Plot.text(bands.filter((band) => band.isLast), { x: "to", y: "lane", text: () => "▶", fill: colour, dx: 4, dy: 5 }),
        Plot.text(withRoom(bands, place.clientWidth - margin - MARGIN_RIGHT), { x: "from", y: "lane", text: (band: Band) => `${band.holder}${band.isContested ? " ≠" : ""}`, textAnchor: "start", dy: -5, fill: "var(--ink)", stroke: "var(--paper)", strokeWidth: 3 }),
        Plot.dot(bands, { x: "from", y: "lane", r: 3, fill: colour, dy: 5 }),
      ],
    },
    "Who is said to hold each place, from the day of the taking; dashed and ≠ where accounts differ, an arrow where nobody says otherwise",
  );
});

/** The bands from the day on from which nearly all begin: what was taken long before begins at the edge. */
function clipFarDays(bands: readonly Band[]): Band[] {
  const days = bands.map((band) => toDay(band.from)).sort();
  const first = denseDays(days.map((day) => [day, 1, 0] as const))?.[0];
  if (first === undefined) return [...bands];
  const edge = toDate(first);
  return bands.filter((band) => band.to > edge).map((band) => (band.from < edge ? { ...band, from: edge } : band));
}

/** The bands beside whose beginning the holder's name has room: before the next one of the lane, and before the edge. */
function withRoom(bands: readonly Band[], width: number): Band[] {
  const [first, last] = [Math.min(...bands.map((band) => band.from.getTime())), Math.max(...bands.map((band) => band.to.getTime()))];
  const at = (moment: Date): number => ((moment.getTime() - first) / Math.max(last - first, 1)) * width;
  return bands.filter((band) => {
    const next = bands.filter((other) => other.lane === band.lane && other.from > band.from).map((other) => at(other.from));
    return at(band.from) + widthOf(`${band.holder} ≠`) + 4 <= Math.min(...next, width + MARGIN_RIGHT);
  });
}

/** Which line is whose, for the holders that are named most often. */
function addLegend(place: HTMLElement, bands: readonly Band[], numbers: ReadonlyMap<string, number>): void {
  const often = new Map<string, number>();
  for (const band of bands) often.set(band.holder, (often.get(band.holder) ?? 0) + 1);
  const named = [...often].toSorted((one, other) => other[1] - one[1]).slice(0, MOST_NAMED);
  const list = document.createElement("ul");
  list.className = "legend";
  for (const [holder] of named) {
    const item = document.createElement("li");
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const line = document.createElementNS("http://www.w3.org/2000/svg", "line");
    for (const [name, value] of [["width", "26"], ["height", "8"], ["aria-hidden", "true"]] as const) svg.setAttribute(name, value);
    const look = { x1: "0", x2: "26", y1: "4", y2: "4", stroke: colourOf(numbers.get(holder) ?? 0), "stroke-width": "4", "stroke-dasharray": dashOf(numbers.get(holder) ?? 0) };
    for (const [name, value] of Object.entries(look)) line.setAttribute(name, value);
    svg.append(line);
    item.append(svg, holder);
    list.append(item);
  }
  place.append(list);
}

/** The bands of all places: each holder that a taking names, until the day of the next taking there; a denial makes none. */
export function makeBands(grounds: readonly Ground[]): Band[] {
  const days = grounds.flatMap((ground) => ground.takings.flatMap((taking) => (taking.date === null ? [] : [taking.date]))).sort();
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return [];
  const span = toDate(last).getTime() - toDate(first).getTime();
  const end = new Date(toDate(last).getTime() + Math.max(span * 0.12, 2 * 86_400_000));
  return grounds.flatMap((ground, row) => {
    const dated = ground.takings.filter((taking) => taking.date !== null).toSorted((one, other) => ((one.date ?? "") < (other.date ?? "") ? -1 : 1));
    return dated.flatMap((taking, index) => {
      const next = dated.slice(index + 1).find((later) => later.date !== taking.date)?.date ?? null;
      const held = taking.holders.filter((holder) => !(holder.words ?? []).length || (holder.words ?? []).some((word) => word.status !== "denied"));
      return held.map((holder, lane) => ({
        lane: `${row}/${lane}/${ground.place}`,
        holder: holder.name ?? "holder not named",
        from: toDate(taking.date ?? ""),
        to: next === null ? end : toDate(next),
        isLast: next === null,
        isContested: taking.is_contested,
      }));
    });
  }).toSorted((one, other) => one.lane.localeCompare(other.lane, "en", { numeric: true }));
}

function placeOf(lane: string): string {
  return lane.split("/").slice(2).join("/");
}

function isFirstLane(lane: string): boolean {
  return lane.split("/")[1] === "0";
}

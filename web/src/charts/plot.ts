/** What all charts share: how one is put on the page, and the signs that stand beside colours. */

import * as Plot from "@observablehq/plot";

/** The look of the speakers' classes in the stylesheet, in its order. */
export const SPEAKER_COLOURS = ["var(--blue)", "var(--red)", "var(--green)", "var(--ochre)", "var(--purple)"] as const;
/** Dashes that tell apart what has the same colour. */
export const DASHES = ["none", "6,3", "2,2", "8,2,2,2", "1,3"] as const;

const FONT_PX = 12;
const CHARACTER_PX = 6.6;
let pen: CanvasRenderingContext2D | null = null;

export const INK = "var(--ink)";
export const QUIET = "var(--quiet)";
export const BAR = "var(--bar-strong)";

/** A chart with its name for assistive technology; ``links`` tells that it holds links, which an image may not. */
export function putChart(place: HTMLElement, options: Plot.PlotOptions, name: string, links = false): void {
  const chart = Plot.plot({ className: "plot", width: Math.max(place.clientWidth, 280), ...options });
  chart.querySelector("style")?.remove(); // the page's policy lets no style stand in it; our stylesheet has the same rules
  for (const part of chart.querySelectorAll("g[aria-label]")) part.removeAttribute("aria-label"); // a group without a role has no name
  chart.setAttribute("role", links ? "group" : "img");
  chart.setAttribute("aria-label", name);
  place.append(chart);
}

const DAY_MS = 86_400_000;
const MOST_TICKS = 7;

/** Where a time axis has its ticks if all is told within a week: at the days, as nothing is known of hours; else where the chart puts them. */
export function ticksOf(days: readonly Date[]): { ticks?: Date[] } {
  const times = days.map((day) => day.getTime()).filter(Number.isFinite);
  const first = Math.min(...times);
  const number = Math.round((Math.max(...times) - first) / DAY_MS) + 1;
  return number >= 1 && number <= MOST_TICKS ? { ticks: Array.from({ length: number }, (_, at) => new Date(first + at * DAY_MS)) } : {};
}

/** A figure with a caption, in a row of several. */
export function addMultiple(row: HTMLElement, caption: string): HTMLElement {
  const [figure, words, place] = [document.createElement("figure"), document.createElement("figcaption"), document.createElement("div")];
  words.textContent = caption;
  figure.append(words, place);
  row.append(figure);
  return place;
}

/** A row for several figures. */
export function addRow(place: HTMLElement): HTMLElement {
  const row = document.createElement("div");
  row.className = "multiples";
  place.append(row);
  return row;
}

/** Words above a chart, or in place of one. */
export function addNote(place: HTMLElement, words: string): void {
  const note = document.createElement("p");
  note.className = "muted";
  note.textContent = words;
  place.append(note);
}

/** A name that fits beside an axis: cut in its middle where it is long, whole in the table beside the chart. */
export function shorten(name: string, most = 24): string {
  if (name.length <= most) return name;
  const head = Math.ceil((most - 1) * 0.6);
  return `${name.slice(0, head).trimEnd()}…${name.slice(head + 1 - most).trimStart()}`;
}

/** How wide a margin the names beside an axis need, in pixels. */
export function marginFor(names: readonly string[], most = 24): number {
  return Math.ceil(Math.max(...names.map((name) => widthOf(shorten(name, most))), 24)) + 14;
}

/** How wide words stand in a chart, in pixels; an estimate where the page has no font to measure with. */
export function widthOf(words: string): number {
  pen ??= document.createElement("canvas").getContext("2d");
  if (!pen) return words.length * CHARACTER_PX;
  pen.font = `${FONT_PX}px ${getComputedStyle(document.body).fontFamily}`;
  return pen.measureText(words).width;
}

/** A name cut so that it is at most so many pixels wide. */
export function fit(name: string, most_px: number): string {
  let most = name.length;
  while (most > 4 && widthOf(shorten(name, most)) > most_px) most -= 1;
  return shorten(name, most);
}

/** A scale for figures: from nought, or by powers of ten where they lie so far apart that most would stand on the line. */
export function scaleOf(values: readonly number[]): { type?: "log"; domain: [number, number]; clamp?: boolean; ticks: number | number[]; tickFormat: string } {
  const most = Math.max(1, ...values);
  const middle = values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? most;
  if (most / Math.max(middle, 1) < 50) return { domain: [0, most * 1.05], ticks: 4, tickFormat: ",d" };
  const powers = [...Array(Math.ceil(Math.log10(most)) + 1).keys()].map((power) => 10 ** power);
  return { type: "log", domain: [0.8, most * 1.3], clamp: true, ticks: powers, tickFormat: ",d" };
}

/** The number of each name in the order of first use, so that a name keeps its colour and dash within a chart. */
export function numberNames(names: Iterable<string>): Map<string, number> {
  const numbers = new Map<string, number>();
  for (const name of names) if (!numbers.has(name)) numbers.set(name, numbers.size);
  return numbers;
}

/** The colour of a numbered name. */
export function colourOf(number: number): string {
  return SPEAKER_COLOURS[number % SPEAKER_COLOURS.length] ?? INK;
}

/** The dash of a numbered name: another one for each round of the colours. */
export function dashOf(number: number): string {
  return DASHES[Math.floor(number / SPEAKER_COLOURS.length) % DASHES.length] ?? "none";
}

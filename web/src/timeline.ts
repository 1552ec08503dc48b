/** How many incidents begin in each day, week or month, with a window over them that writes the dates of the filter. */

import { max } from "d3-array";
import { axisBottom, axisLeft } from "d3-axis";
import { brushX, type BrushBehavior, type D3BrushEvent } from "d3-brush";
import { scaleLinear, scaleUtc, type ScaleLinear, type ScaleTime } from "d3-scale";
import { select, type Selection } from "d3-selection";

import { listAt, numberAt } from "./data";
import { addDays, binOf, chooseBin, countDays, denseDays, makeBars, toDate, toDay, type Bar, type Bin, type DayCount } from "./days";
import { changeFilter, currentFilter } from "./page";
import type { Make, View } from "./views";

const HEIGHT = 150;
const MARGIN = { top: 10, right: 12, bottom: 24, left: 38 };
const BAR_PX = 5;
const LEAST_DAYS = 15;
const NAMES: Readonly<Record<Bin, string>> = { day: "each day", week: "each week", month: "each month", year: "each year" };

export const make: Make = (place, data, element) => new Timeline(place, data, "filter" in element.dataset);

class Timeline implements View {
  private days: DayCount[] = [];
  private undated: number | null = null;
  private outside = 0;
  private bin: Bin = "day";
  private x: ScaleTime<number, number> = scaleUtc();
  private brush: BrushBehavior<undefined> | null = null;
  private layer: Selection<SVGGElement, undefined, null, undefined> | null = null;
  private readonly words = document.createElement("p");
  private readonly frame = document.createElement("div");

  constructor(
    private readonly place: HTMLElement,
    data: unknown,
    private readonly isFilter: boolean,
  ) {
    place.classList.add("timeline");
    this.words.className = "muted";
    this.words.setAttribute("role", "status");
    place.append(this.frame, this.words);
    if (isFilter) place.append(this.buttons());
    this.take(data);
    this.draw();
  }

  update(data: unknown): void {
    if (data !== undefined) this.take(data);
    this.draw();
  }

  resize(): void {
    this.draw();
  }

  private take(data: unknown): void {
    this.days = listAt(data, "days", "rows").map(readDay).filter((day) => day !== null);
    this.undated = numberAt(data, "undated");
  }

  private draw(): void {
    const width = Math.max(this.place.clientWidth, 240);
    const [first, last] = this.shownDays();
    this.frame.replaceChildren();
    if (first === undefined || last === undefined) {
      this.words.textContent = "No incident with a date under this filter.";
      this.layer = null;
      return;
    }
    this.bin = chooseBin(countDays(first, last), (width - MARGIN.left - MARGIN.right) / BAR_PX);
    const shown = this.days.filter(([day]) => first <= day && day <= last);
    this.outside = sumOf(this.days) - sumOf(shown);
    const bars = makeBars(shown, this.bin);
    const spare = Math.max(0, Math.ceil((LEAST_DAYS - countDays(first, last)) / 2));
    this.x = scaleUtc(
      [toDate(addDays(binOf(first, this.bin)[0], -spare)), toDate(addDays(binOf(last, this.bin)[1], 1 + spare))],
      [MARGIN.left, width - MARGIN.right],
    );
    const y = scaleLinear([0, max(bars, (bar) => bar.incidents) ?? 1], [HEIGHT - MARGIN.bottom, MARGIN.top]).nice(3);
    const svg = select(this.frame).append("svg").attr("width", width).attr("height", HEIGHT).attr("role", "img");
    svg.attr("aria-label", `Incidents that begin in ${NAMES[this.bin]}, from ${first} to ${last}`);
    drawHatch(svg);
    this.drawBars(svg, bars, y);
    this.drawAxes(svg, y);
    if (this.isFilter) this.drawWindow(svg, width);
    this.showWindow();
  }

  /** The days that the axis spans: those on which nearly all begin, or all where the filter asks for others. */
  private shownDays(): readonly [string | undefined, string | undefined] {
    const all = [this.days[0]?.[0], this.days.at(-1)?.[0]] as const;
    const dense = denseDays(this.days);
    const [from, to] = this.asked();
    return dense && (from === "" || from >= dense[0]) && (to === "" || to <= dense[1]) ? dense : all;
  }

  private drawBars(svg: Selection<SVGSVGElement, unknown, null, undefined>, bars: readonly Bar[], y: ScaleLinear<number, number>): void {
    const shape = (bar: Bar, low: number, high: number): string => {
      const left = this.x(toDate(bar.from));
      const wide = Math.max(this.x(toDate(addDays(bar.to, 1))) - left - 0.75, 1);
      return `M${left},${y(low)}h${wide}V${y(high)}h${-wide}Z`;
    };
    const draw = (fill: string, high: (bar: Bar) => number): void => {
      svg
        .append("path")
        .attr("fill", fill)
        .attr("d", bars.map((bar) => shape(bar, 0, high(bar))).join(""));
    };
    draw("var(--bar)", (bar) => bar.incidents);
    draw("url(#hatch)", (bar) => bar.contested);
  }

  private drawAxes(svg: Selection<SVGSVGElement, unknown, null, undefined>, y: ScaleLinear<number, number>): void {
    const ticks = Math.max(2, Math.floor((this.place.clientWidth - 60) / 90));
    svg
      .append("g")
      .attr("class", "axis")
      .attr("transform", `translate(0,${HEIGHT - MARGIN.bottom})`)
      .call(axisBottom<Date>(this.x as never).ticks(ticks).tickFormat(dayWords).tickSizeOuter(0) as never);
    const whole = y.ticks(3).filter(Number.isInteger);
    svg
      .append("g")
      .attr("class", "axis")
      .attr("transform", `translate(${MARGIN.left},0)`)
      .call(axisLeft(y).tickValues(whole).tickFormat((value) => value.toLocaleString("en")).tickSizeOuter(0));
  }

  private drawWindow(svg: Selection<SVGSVGElement, unknown, null, undefined>, width: number): void {
    this.brush = brushX<undefined>()
      .extent([
        [MARGIN.left, MARGIN.top],
        [width - MARGIN.right, HEIGHT - MARGIN.bottom],
      ])
      .on("end", (event: D3BrushEvent<undefined>) => {
        if (event.sourceEvent) this.choose(event.selection as [number, number] | null);
      });
    this.layer = svg.append("g").datum(undefined).attr("class", "brush").call(this.brush);
  }

  private choose(pixels: [number, number] | null): void {
    if (!pixels) {
      changeFilter({ from: "", to: "" });
      return;
    }
    const from = binOf(toDay(this.x.invert(pixels[0])), this.bin)[0];
    const to = binOf(toDay(new Date(this.x.invert(pixels[1]).getTime() - 1)), this.bin)[1];
    changeFilter({ from, to: to < from ? from : to });
    this.showWindow();
  }

  /** Show the window that the filter's dates make, and say it in words. */
  private showWindow(): void {
    const [from, to] = this.asked();
    if (this.layer && this.brush) {
      const left = from === "" ? this.x.range()[0] : this.x(toDate(from));
      const right = to === "" ? this.x.range()[1] : this.x(toDate(addDays(to, 1)));
      this.layer.call((layer) => {
        this.brush?.move(layer, from === "" && to === "" ? null : clampTo(this.x.range(), left ?? 0, right ?? 0));
      });
    }
    if (this.days.length > 0) this.words.textContent = this.inWords(from, to);
  }

  private inWords(from: string, to: string): string {
    const outside = this.outside ? ` ${this.outside.toLocaleString("en")} lie farther back or ahead than is drawn.` : "";
    const undated = this.undated ? ` ${this.undated.toLocaleString("en")} more have no date.` : "";
    const asked = from === "" && to === "" ? "All dates." : `${from === "" ? "Up to" : `From ${from}`}${to === "" ? " on" : ` ${from === "" ? "" : "to "}${to}`}.`;
    return `${asked} Bars count incidents of ${NAMES[this.bin]}; hatched: accounts differ.${outside}${undated}`;
  }

  /** The first and last day of the filter's dates, which may be months or years; "" for an open end. */
  private asked(): [string, string] {
    const filter = currentFilter();
    const whole = (day: string, end: 0 | 1): string => (day === "" ? "" : binOf(toDay(toDate(day)), (["year", "month", "day"] as const)[day.split("-").length - 1] ?? "day")[end]);
    return [whole(filter.from, 0), whole(filter.to, 1)];
  }

  private buttons(): HTMLElement {
    const row = document.createElement("div");
    row.className = "actions";
    row.append(
      button("← Earlier", () => { this.shift(-1); }),
      button("Later →", () => { this.shift(1); }),
      button("All dates", () => { changeFilter({ from: "", to: "" }); }),
    );
    return row;
  }

  /** Move the window by its own length; the last tenth of all days where there is none yet. */
  private shift(by: 1 | -1): void {
    const [first, last] = [this.days[0]?.[0], this.days.at(-1)?.[0]];
    if (first === undefined || last === undefined) return;
    const [from, to] = this.asked();
    if (from === "" && to === "") {
      const length = Math.max(1, Math.round(countDays(first, last) / 10));
      changeFilter(by < 0 ? { from: addDays(last, 1 - length), to: last } : { from: first, to: addDays(first, length - 1) });
      return;
    }
    const [begin, end] = [from === "" ? first : from, to === "" ? last : to];
    const length = Math.max(countDays(begin, end), 1) * by;
    changeFilter({ from: addDays(begin, length), to: addDays(end, length) });
  }
}

/** A day of the axis: the year on its first day, the month on its own, else the day with its month. */
function dayWords(moment: Date): string {
  const [year, month, day] = toDay(moment).split("-");
  const name = moment.toLocaleString("en", { month: "short", timeZone: "UTC" });
  if (day !== "01") return `${Number(day)} ${name}`;
  return month === "01" ? (year ?? "") : name;
}

function sumOf(days: readonly DayCount[]): number {
  return days.reduce((sum, [, incidents]) => sum + incidents, 0);
}

function readDay(row: unknown): DayCount | null {
  const [day, incidents, contested] = Array.isArray(row) ? (row as unknown[]) : [];
  return typeof day === "string" && typeof incidents === "number" ? [day, incidents, typeof contested === "number" ? contested : 0] : null;
}

function clampTo(range: number[], left: number, right: number): [number, number] | null {
  const [low = 0, high = 0] = range;
  const [from, to] = [Math.min(Math.max(left, low), high), Math.min(Math.max(right, low), high)];
  return to - from >= 1 ? [from, to] : null;
}

function drawHatch(svg: Selection<SVGSVGElement, unknown, null, undefined>): void {
  const pattern = svg.append("defs").append("pattern").attr("id", "hatch").attr("width", 5).attr("height", 5);
  pattern.attr("patternUnits", "userSpaceOnUse").attr("patternTransform", "rotate(45)");
  pattern.append("rect").attr("width", 5).attr("height", 5).attr("fill", "var(--bar)");
  pattern.append("rect").attr("width", 2).attr("height", 5).attr("fill", "var(--bar-strong)");
}

function button(words: string, act: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = words;
  made.addEventListener("click", act);
  return made;
}

/** Corridors, ceasefires, aid and sieges: each thread a line in time, each stage a sign for what is said of it. */

import * as Plot from "@observablehq/plot";

import { rowsAt } from "../data";
import { toDate } from "../days";
import { marginFor, putChart, ticksOf, addNote, fit } from "./plot";
import { redrawn } from "./redrawn";

interface Stage {
  readonly state: string;
  readonly date: string | null;
  readonly published: string | null;
  readonly who: string | null;
  readonly publisher?: string | null;
}

interface Thread {
  readonly kind: string;
  readonly place: string | null;
  readonly is_contested: boolean;
  readonly stages: readonly Stage[];
}

interface Sign extends Stage {
  readonly lane: string;
  readonly day: Date;
}

/** A sign for each state, so that none depends on a colour. */
export const SIGNS: Readonly<Record<string, string>> = {
  announced: "○",
  demanded: "?",
  open: "●",
  violated: "✕",
  blocked: "■",
  over: "|",
  denied: "⊘",
  doubted: "◌",
};
const MOST_THREADS = 24;

export const make = redrawn((place, data) => {
  const threads = rowsAt<Thread>(data, "rows", "threads").slice(0, MOST_THREADS);
  const signs = threads.flatMap(toSigns);
  if (signs.length === 0) {
    addNote(place, "No stage with a day is told of.");
    return;
  }
  addLegend(place, new Set(signs.map((sign) => sign.state)));
  const lanes = [...new Set(signs.map((sign) => sign.lane))];
  const margin = Math.min(marginFor(lanes.map(nameOf), 34), place.clientWidth * 0.42);
  putChart(
    place,
    {
      marginLeft: margin,
      marginRight: 20,
      height: lanes.length * 26 + 44,
      x: { type: "utc", label: null, grid: true, inset: 10, ...ticksOf(signs.map((sign) => sign.day)) },
      y: { domain: lanes, label: null, tickSize: 0, tickFormat: (lane: string) => fit(nameOf(lane), margin - 12) },
      marks: [
        Plot.ruleY(signs, Plot.groupY({ x1: "min", x2: "max" }, { y: "lane", x1: "day", x2: "day", stroke: "var(--line)" })),
        Plot.text(signs, { x: "day", y: "lane", text: (sign: Sign) => SIGNS[sign.state] ?? "·", fontSize: 13, fill: "var(--ink)", stroke: "var(--paper)", strokeWidth: 4, title: titleOf }),
      ],
    },
    "Stages of each ceasefire, evacuation, aid or siege over time, by what is said of it",
  );
});

function toSigns(thread: Thread, index: number): Sign[] {
  const lane = `${index}/${thread.kind.replaceAll("_", " ")}, ${thread.place ?? "place not said"}${thread.is_contested ? " ≠" : ""}`;
  return thread.stages.flatMap((stage) => {
    const day = toDate(stage.date ?? stage.published ?? "");
    return Number.isNaN(day.getTime()) ? [] : [{ ...stage, lane, day }];
  });
}

function titleOf(sign: Sign): string {
  return `${sign.state}: ${sign.who ?? sign.publisher ?? "own voice"}, ${sign.date ?? `published ${sign.published ?? ""}`}`;
}

function nameOf(lane: string): string {
  return lane.slice(lane.indexOf("/") + 1);
}

function addLegend(place: HTMLElement, states: ReadonlySet<string>): void {
  const list = document.createElement("ul");
  list.className = "legend";
  for (const [state, sign] of Object.entries(SIGNS)) {
    if (!states.has(state)) continue;
    const item = document.createElement("li");
    item.textContent = `${sign} ${state}`;
    list.append(item);
  }
  place.append(list);
}

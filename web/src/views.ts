/** Finds the elements that ask for a drawing, loads what draws them, and keeps each in step with the filter. */

import { dataAddress, formatFilter } from "./address";
import { NoAnswer, readView } from "./data";
import { currentFilter, onFilter } from "./page";

/** A drawing that stands: ``update`` draws other data, ``resize`` the same at another width in CSS pixels. */
export interface View {
  update?(data: unknown): void;
  resize?(width: number): void;
}

/** Draws data into an element that is empty and has its width. */
export type Make = (place: HTMLElement, data: unknown, element: HTMLElement) => View | Promise<View>;

interface Kind {
  readonly load: () => Promise<{ make: Make }>;
  /** Parts of the filter that the view draws itself, so that they are not asked of the server. */
  readonly own?: Partial<{ from: string; to: string }>;
}

const KINDS: Readonly<Record<string, Kind>> = {
  map: { load: () => import("./map") },
  timeline: { load: () => import("./timeline"), own: { from: "", to: "" } },
  ranges: { load: () => import("./charts/ranges") },
  tally: { load: () => import("./charts/tally") },
  territory: { load: () => import("./charts/territory") },
  access: { load: () => import("./charts/access") },
  words: { load: () => import("./charts/words") },
  quotes: { load: () => import("./charts/quotes") },
  warnings: { load: () => import("./charts/warnings") },
};

/** Draw every view in a part of the page that is not drawn yet. */
export function drawViews(part: ParentNode): void {
  const found = [...part.querySelectorAll<HTMLElement>("[data-view]")];
  if (part instanceof HTMLElement && part.dataset.view) found.push(part);
  for (const element of found) {
    const kind = KINDS[element.dataset.view ?? ""];
    if (kind && !element.dataset.drawn) void draw(element, kind);
  }
}

async function draw(element: HTMLElement, kind: Kind): Promise<void> {
  element.dataset.drawn = "waiting";
  const place = document.createElement("div");
  place.className = "drawing";
  element.append(place);
  const asking = { current: new AbortController() };
  try {
    const [maker, data] = await Promise.all([kind.load(), readView(element, addressOf(element, kind), asking.current.signal)]);
    const view = await maker.make(place, data, element);
    element.dataset.drawn = "yes";
    watchWidth(place, view);
    if ("filter" in element.dataset) follow(element, kind, view, asking);
  } catch (problem) {
    fail(element, place, problem);
  }
}

function follow(element: HTMLElement, kind: Kind, view: View, asking: { current: AbortController }): void {
  const drawn = { address: addressOf(element, kind) };
  onFilter(() => {
    void (async () => {
      if (!element.isConnected) return;
      const address = addressOf(element, kind);
      asking.current.abort();
      asking.current = new AbortController();
      const { signal } = asking.current;
      try {
        element.dataset.drawn = "waiting";
        const data = address === drawn.address ? undefined : await readView(element, address, signal);
        drawn.address = address;
        view.update?.(data);
        element.dataset.drawn = "yes";
      } catch (problem) {
        if (!signal.aborted) fail(element, null, problem);
      }
    })();
  });
}

function addressOf(element: HTMLElement, kind: Kind): string | undefined {
  const source = element.dataset.source;
  if (source === undefined || !("filter" in element.dataset)) return source;
  return dataAddress(source, formatFilter({ ...currentFilter(), ...kind.own }));
}

function watchWidth(place: HTMLElement, view: View): void {
  let width = place.clientWidth;
  new ResizeObserver(() => {
    if (place.clientWidth === width || place.clientWidth === 0) return;
    width = place.clientWidth;
    view.resize?.(width);
  }).observe(place);
}

function fail(element: HTMLElement, place: HTMLElement | null, problem: unknown): void {
  element.dataset.drawn = "failed";
  place?.remove();
  element.querySelector(":scope > .view-problem")?.remove();
  const words = document.createElement("p");
  words.className = "view-problem note";
  words.textContent = problem instanceof NoAnswer ? problem.message : "This could not be drawn; the table says the same.";
  element.append(words);
  if (!(problem instanceof NoAnswer)) console.error(problem);
}

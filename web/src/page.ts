/** The page and its filter: the address is where the filter is kept; whoever changes it, everyone on the page follows. */

import { formatFilter, isSame, parseFilter, type Filter } from "./address";

const CHANGED = "according:filter";
const REPLACED = "according:replaced";
let refreshing: AbortController | null = null;

/** What the address asks for now. */
export function currentFilter(): Filter {
  return parseFilter(location.search);
}

/** Ask for something else: writes it into the address, and has every view and list of the page follow. */
export function changeFilter(change: Partial<Filter>, how: "push" | "replace" = "push"): void {
  const before = currentFilter();
  const after = { ...before, ...change };
  if (isSame(before, after)) return;
  const address = location.pathname + formatFilter(after, location.search);
  if (how === "push") history.pushState(null, "", address);
  else history.replaceState(null, "", address);
  announce();
}

/** Have everyone on the page follow the address as it stands. */
export function announce(): void {
  document.dispatchEvent(new CustomEvent(CHANGED));
  void refreshLists();
}

/** Call when the filter in the address has changed. */
export function onFilter(listen: () => void): void {
  document.addEventListener(CHANGED, listen);
}

/** Call with each part of the page that was replaced by what the server says now. */
export function onReplaced(listen: (part: HTMLElement) => void): void {
  document.addEventListener(REPLACED, (event) => {
    listen((event as CustomEvent<HTMLElement>).detail);
  });
}

/** Replace the parts marked ``data-refresh`` by those of the same page fetched anew; what had the focus keeps it. */
export async function refreshLists(): Promise<void> {
  const parts = [...document.querySelectorAll<HTMLElement>("[data-refresh][id]")];
  if (parts.length === 0) return;
  refreshing?.abort();
  const own = (refreshing = new AbortController());
  for (const part of parts) part.setAttribute("aria-busy", "true");
  try {
    const reply = await fetch(location.href, { headers: { Accept: "text/html" }, signal: own.signal });
    const fresh = new DOMParser().parseFromString(await reply.text(), "text/html");
    const words = fresh.querySelector("main .problem, main .error")?.textContent.trim();
    say(reply.ok ? null : (words ?? `The server answers ${reply.status}.`));
    for (const part of parts) replacePart(part, reply.ok ? fresh.getElementById(part.id) : null);
  } catch (problem) {
    if (own.signal.aborted) return;
    say("The desk does not answer; what is shown is as it was.");
    for (const part of parts) part.removeAttribute("aria-busy");
    console.warn(problem);
  }
}

function replacePart(part: HTMLElement, fresh: HTMLElement | null): void {
  part.removeAttribute("aria-busy");
  if (!fresh) return;
  const focused = part.contains(document.activeElement) ? document.activeElement?.id : undefined;
  const taken = document.importNode(fresh, true);
  part.replaceWith(taken);
  if (focused) document.getElementById(focused)?.focus();
  document.dispatchEvent(new CustomEvent(REPLACED, { detail: taken }));
}

/** Say something where assistive technology hears it and everyone sees it; null takes it away. */
export function say(words: string | null): void {
  let place = document.getElementById("desk-says");
  if (!place) {
    place = document.createElement("div");
    place.id = "desk-says";
    place.setAttribute("role", "status");
    (document.querySelector("main") ?? document.body).append(place);
  }
  place.textContent = words ?? "";
  place.hidden = words === null;
}

/** Whether the reader asked for little motion. */
export function wantsStillness(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/** Keyboard shortcuts, and the dialog that lists them. None acts while one types, or with Ctrl, Alt or Meta held. */

import { say } from "./page";

const GO: Readonly<Record<string, readonly [href: string, name: string]>> = {
  o: ["/", "overview"],
  i: ["/incidents", "incidents"],
  s: ["/search", "search"],
  r: ["/review", "review"],
};
const WITHIN_MS = 1200;
const ROWS = "[data-claim], [data-row]";
let wentAt = 0;

/** Listen for shortcuts on the whole page. */
export function tieKeys(): void {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
    if (act(event.key)) event.preventDefault();
  });
  for (const opener of document.querySelectorAll("[data-help]")) opener.addEventListener("click", showHelp);
}

function act(key: string): boolean {
  const goes = performance.now() - wentAt < WITHIN_MS ? GO[key] : undefined;
  wentAt = key === "g" ? performance.now() : 0;
  if (goes) return visit(goes[0]);
  switch (key) {
    case "?":
      showHelp();
      return true;
    case "/":
      return focusSearch();
    case "j":
      return step(1);
    case "k":
      return step(-1);
    case "o":
      return openRow();
    default:
      return false;
  }
}

/** Whether a key pressed there is meant for the field that has the focus. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !["checkbox", "radio", "button", "submit"].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable;
}

function visit(href: string): boolean {
  const link = document.querySelector<HTMLAnchorElement>(`header a[href="${href}"], nav a[href="${href}"]`);
  if (!link) return false;
  location.assign(link.href);
  return true;
}

function focusSearch(): boolean {
  const field = document.querySelector<HTMLInputElement>('[data-search], main [name="q"], [name="q"]');
  field?.focus();
  field?.select();
  return field !== null;
}

function step(by: 1 | -1): boolean {
  const rows = [...document.querySelectorAll<HTMLElement>(ROWS)].filter((row) => row.checkVisibility());
  if (rows.length === 0) return false;
  const at = rows.findIndex((row) => row.contains(document.activeElement) || row === document.activeElement);
  const next = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + by, 0), rows.length - 1)];
  if (!next) return false;
  if (!next.hasAttribute("tabindex")) next.tabIndex = -1;
  next.focus();
  next.scrollIntoView({ block: "nearest" });
  return true;
}

function openRow(): boolean {
  const row = document.activeElement?.closest<HTMLElement>(ROWS);
  const link = row instanceof HTMLAnchorElement ? row : row?.querySelector<HTMLAnchorElement>("a[href]");
  link?.click();
  return Boolean(link);
}

const HELP: readonly (readonly [keys: string, what: string])[] = [
  ["/", "to the search field"],
  ["j, k", "next and previous claim, or row of a list"],
  ["o", "open the claim or row that has the focus"],
  ["g o, g i, g s, g r", "go to overview, incidents, search, review"],
  ["arrows, +, −", "on the map: move, closer, farther"],
  ["Esc", "close what is open; on the timeline: all dates"],
  ["?", "this list"],
];

function showHelp(): void {
  const dialog = document.querySelector<HTMLDialogElement>("dialog#keys") ?? makeHelp();
  if (!dialog.open) dialog.showModal();
}

function makeHelp(): HTMLDialogElement {
  const dialog = document.createElement("dialog");
  dialog.id = "keys";
  dialog.setAttribute("aria-labelledby", "keys-title");
  const title = document.createElement("h2");
  title.id = "keys-title";
  title.textContent = "Keys";
  const list = document.createElement("dl");
  for (const [keys, what] of HELP) {
    const [term, words] = [document.createElement("dt"), document.createElement("dd")];
    for (const [index, key] of keys.split(", ").entries()) {
      if (index > 0) term.append(", ");
      const shown = document.createElement("kbd");
      shown.textContent = key;
      term.append(shown);
    }
    words.textContent = what;
    list.append(term, words);
  }
  const close = document.createElement("button");
  close.type = "button";
  close.textContent = "Close";
  close.addEventListener("click", () => {
    dialog.close();
  });
  dialog.append(title, list, close);
  document.body.append(dialog);
  say(null);
  return dialog;
}

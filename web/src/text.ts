/** A report's text: hover or focus of a claim shows whom it came through, and a selection fills the forms of review. */

import { addressedSpan, readSelection, scrollToSpan } from "./selection";

const LIT = "is-lit";

/** Bring every report text in a part of the page to life. */
export function readTexts(part: ParentNode): void {
  for (const text of part.querySelectorAll<HTMLElement>('[data-view="text"]')) {
    if (text.dataset.drawn) continue;
    text.dataset.drawn = "yes";
    tieClaims(text);
    tieLayers(text);
    tieSelection(text);
    tieAddress(text);
  }
}

function tieClaims(text: HTMLElement): void {
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  tip.id = "claim-tip";
  tip.setAttribute("role", "tooltip");
  document.body.append(tip);
  const light = (event: Event): void => {
    const found = claimsAt(event.target);
    lightUp(text, found.ids);
    showTip(tip, found.ids.length > 0 && found.span ? found.span : null, found.ids);
  };
  const dim = (): void => {
    lightUp(text, []);
    showTip(tip, null, []);
  };
  for (const place of [text, ...marginsOf()]) {
    place.addEventListener("mouseover", light);
    place.addEventListener("focusin", light);
    place.addEventListener("mouseleave", dim);
    place.addEventListener("focusout", dim);
  }
  addEventListener("resize", dim);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") dim();
  });
}

function marginsOf(): Set<HTMLElement> {
  const lists = [...document.querySelectorAll<HTMLElement>("[data-claim]")].map((item) => item.parentElement);
  return new Set(lists.filter((list): list is HTMLElement => list !== null));
}

/** The ids of the claims at an element, innermost first, and the stretch of text if it is one. */
function claimsAt(target: EventTarget | null): { ids: string[]; span: HTMLElement | null } {
  if (!(target instanceof Element)) return { ids: [], span: null };
  const item = target.closest<HTMLElement>("[data-claim]");
  if (item?.dataset.claim) return { ids: [item.dataset.claim], span: null };
  const ids: string[] = [];
  const span = target.closest<HTMLElement>("[data-claims]");
  for (let at = span; at; at = at.parentElement?.closest<HTMLElement>("[data-claims]") ?? null) {
    ids.push(...(at.dataset.claims ?? "").split(" ").filter((id) => id !== "" && !ids.includes(id)).reverse());
  }
  return { ids, span };
}

function lightUp(text: HTMLElement, ids: readonly string[]): void {
  const innermost = ids[0];
  for (const span of text.querySelectorAll<HTMLElement>("[data-claims]")) {
    span.classList.toggle(LIT, innermost !== undefined && (span.dataset.claims ?? "").split(" ").includes(innermost));
  }
  for (const item of document.querySelectorAll<HTMLElement>("[data-claim]")) {
    item.classList.toggle(LIT, ids.includes(item.dataset.claim ?? ""));
  }
}

function showTip(tip: HTMLElement, span: HTMLElement | null, ids: readonly string[]): void {
  document.querySelector("[aria-describedby=claim-tip]")?.removeAttribute("aria-describedby");
  const chains = ids.map((id) => chainOf(id)).filter((chain): chain is Node => chain !== null);
  tip.hidden = span === null || chains.length === 0;
  if (!span || tip.hidden) return;
  tip.replaceChildren(...chains);
  if (!span.hasAttribute("aria-describedby")) span.setAttribute("aria-describedby", tip.id);
  const box = span.getClientRects()[0] ?? span.getBoundingClientRect();
  const room = document.documentElement.clientWidth - tip.offsetWidth - 8;
  tip.style.left = `${Math.max(8, Math.min(box.left, room)) + scrollX}px`;
  const isAbove = box.top > tip.offsetHeight + 12;
  tip.style.top = `${(isAbove ? box.top - tip.offsetHeight - 6 : box.bottom + 6) + scrollY}px`;
}

/** Who says it and through whom, as the margin has it; without the ids, which are the margin's. */
function chainOf(id: string): Node | null {
  const item = document.querySelector(`[data-claim="${CSS.escape(id)}"]`);
  const chain = item?.querySelector(".chain");
  if (!chain) return null;
  const copy = chain.cloneNode(true) as Element;
  for (const named of [copy, ...copy.querySelectorAll("[id]")]) named.removeAttribute("id");
  return copy;
}

/** Switch events, figures, places and times on and off as the checkboxes say. */
function tieLayers(text: HTMLElement): void {
  for (const box of document.querySelectorAll<HTMLInputElement>("[data-layers] input[type=checkbox]")) {
    const show = (): void => {
      text.classList.toggle(`show-${box.value}`, box.checked);
      text.classList.toggle(`hide-${box.value}`, !box.checked);
    };
    box.addEventListener("change", show);
    show();
  }
}

function tieSelection(text: HTMLElement): void {
  const forms = [...document.querySelectorAll<HTMLFormElement>("form[data-selection]")];
  if (forms.length === 0) return;
  document.addEventListener("selectionchange", () => {
    const chosen = readSelection(text);
    if (!chosen) return;
    for (const form of forms) {
      fill(form, "start", String(chosen.start));
      fill(form, "end", String(chosen.end));
      fill(form, "exact", chosen.exact);
      for (const shown of form.querySelectorAll("[data-selected]")) shown.textContent = chosen.exact;
      form.classList.add("has-selection");
    }
  });
}

function fill(form: HTMLFormElement, name: string, value: string): void {
  for (const field of form.querySelectorAll<HTMLInputElement>(`input[name="${name}"]`)) {
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function tieAddress(text: HTMLElement): void {
  const show = (): void => {
    const span = addressedSpan(location);
    if (span) scrollToSpan(text, span);
  };
  addEventListener("hashchange", show);
  show();
}

/** The filter form follows the address, and the address the form; without scripts its button does the same. */

import { parseFilter, type Filter } from "./address";
import { announce, changeFilter, currentFilter, onFilter } from "./page";

const AFTER_TYPING_MS = 250;

/** Tie every filter form of the page, and every form that answers as one types, to the address. */
export function tieForms(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-filter], form[data-filter-form]")) tieFilter(form);
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-live]")) tieLive(form);
  addEventListener("popstate", announce);
}

function tieFilter(form: HTMLFormElement): void {
  const take = (): void => {
    if (form.checkValidity()) changeFilter(filterOf(form));
  };
  form.addEventListener("change", take);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    take();
  });
  onFilter(() => {
    fillForm(form, currentFilter());
  });
}

/** What a form asks for; fields that it does not have ask as the address does. */
export function filterOf(form: HTMLFormElement): Partial<Filter> {
  const given = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") given.append(name, value);
  const asked = parseFilter(given.toString());
  const held = new Set([...form.elements].map((field) => field.getAttribute("name")));
  return Object.fromEntries(Object.entries(asked).filter(([name]) => held.has(name)));
}

function fillForm(form: HTMLFormElement, filter: Filter): void {
  for (const [name, value] of Object.entries(filter) as [string, Filter[keyof Filter]][]) {
    for (const field of form.querySelectorAll<HTMLInputElement | HTMLSelectElement>(`[name="${name}"]`)) {
      if (field !== document.activeElement || field instanceof HTMLSelectElement) fillField(field, value);
    }
  }
}

function fillField(field: HTMLInputElement | HTMLSelectElement, value: string | boolean | readonly string[]): void {
  const values = typeof value === "boolean" ? [] : typeof value === "string" ? [value] : value;
  if (field instanceof HTMLSelectElement) chooseOptions(field, values);
  else if (field.type === "checkbox") field.checked = value === true || values.includes(field.value);
  else field.value = value === "" && field.name === "min_origins" ? field.min : values.join("; ");
}

function chooseOptions(field: HTMLSelectElement, values: readonly string[]): void {
  for (const option of field.options) option.selected = values.includes(option.value);
  if (field.selectedIndex < 0 && !field.multiple) field.selectedIndex = 0;
}

/** A search form answers as one types; the address follows, without a step in the history for each letter. */
function tieLive(form: HTMLFormElement): void {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const made = new URLSearchParams();
      for (const [name, value] of new FormData(form)) if (typeof value === "string" && value.trim() !== "") made.append(name, value);
      const text = made.toString();
      history.replaceState(null, "", location.pathname + (text === "" ? "" : `?${text}`));
      announce();
    }, AFTER_TYPING_MS);
  });
}


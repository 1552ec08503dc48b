/** From places in a page's text nodes to code points in the report's text, and back. */

import { countCodePoints, parseSpan, trimSpan, unitIndex } from "./offsets";

/** A stretch of the report's text, in code points, with its words. */
export interface Chosen {
  readonly start: number;
  readonly end: number;
  readonly exact: string;
}

type Span = readonly [number, number];

/** What is selected inside a report's text; null where nothing is, or where it leaves the text. */
export function readSelection(text: HTMLElement): Chosen | null {
  const selection = getSelection();
  if (!selection || selection.rangeCount === 0 || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return null;
  const start = codePointAt(text, range.startContainer, range.startOffset);
  const end = codePointAt(text, range.endContainer, range.endOffset);
  if (start === null || end === null || end <= start) return null;
  const words = wordsBetween(text, start, end);
  const [begin, stop] = trimSpan(start, words);
  return stop > begin ? { start: begin, end: stop, exact: words.trim() } : null;
}

/** The code point of the report's text at a place of the page; null where no text stands before or after it. */
export function codePointAt(text: HTMLElement, node: Node, offset: number): number | null {
  const place = document.createRange();
  place.setStart(node, offset);
  let last: number | null = null;
  for (const piece of pieces(text)) {
    const length = piece.node.data.length;
    if (piece.node === node) return piece.start + countCodePoints(piece.node.data.slice(0, Math.min(offset, length)));
    if (place.comparePoint(piece.node, 0) >= 0) return last ?? piece.start;
    last = piece.start + countCodePoints(piece.node.data);
  }
  return last;
}

interface Piece {
  readonly node: Text;
  readonly start: number;
}

/** The text nodes that are report text, each with the code point at which it begins. */
function* pieces(text: HTMLElement): Generator<Piece> {
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) =>
    node instanceof Element && node.hasAttribute("data-skip") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  );
  const blocks = text.querySelector("[data-start]") !== null;
  let at = Number(text.dataset.start ?? 0);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node instanceof HTMLElement && node.dataset.start !== undefined) at = Number(node.dataset.start);
    if (!(node instanceof Text)) continue;
    if (blocks && node.parentElement?.closest("[data-start]") === text && node.data.trim() === "") continue;
    yield { node, start: at };
    at += countCodePoints(node.data);
  }
}

function wordsBetween(text: HTMLElement, start: number, end: number): string {
  let words = "";
  let reached = start;
  for (const piece of pieces(text)) {
    const stop = piece.start + countCodePoints(piece.node.data);
    if (stop <= start || piece.start >= end) continue;
    if (piece.start > reached) words += "\n".repeat(piece.start - reached);
    const from = unitIndex(piece.node.data, Math.max(0, start - piece.start));
    words += piece.node.data.slice(from, unitIndex(piece.node.data, end - piece.start));
    reached = Math.min(stop, end);
  }
  return words;
}

/** The stretch that an address names, as ``?at=12-40`` or ``#span-12-40``. */
export function addressedSpan(address: { readonly search: string; readonly hash: string }): Span | null {
  return parseSpan(address.hash) ?? parseSpan(new URLSearchParams(address.search).get("at") ?? "");
}

/** Mark a stretch of the text, and bring it into view. */
export function scrollToSpan(text: HTMLElement, [start, end]: Span): void {
  const range = document.createRange();
  let isBegun = false;
  for (const piece of pieces(text)) {
    const stop = piece.start + countCodePoints(piece.node.data);
    if (!isBegun && stop > start) {
      range.setStart(piece.node, unitIndex(piece.node.data, Math.max(0, start - piece.start)));
      isBegun = true;
    }
    if (isBegun && piece.start < end) range.setEnd(piece.node, unitIndex(piece.node.data, Math.max(0, end - piece.start)));
  }
  if (!isBegun) return;
  if ("highlights" in CSS) CSS.highlights.set("asked-for", new Highlight(range));
  else getSelection()?.addRange(range);
  const box = range.getBoundingClientRect();
  if (box.top < 80 || box.bottom > innerHeight - 40) scrollTo({ top: scrollY + box.top - innerHeight / 3 });
}

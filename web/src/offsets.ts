/** Places in a text are counted in Unicode code points, as readings count them; JavaScript counts UTF-16 units. */

/** How many code points a string has; a surrogate that stands alone counts as one. */
export function countCodePoints(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at += unitsAt(text, at)) count += 1;
  return count;
}

/** The UTF-16 index at which a code point begins; the length of the text for any number past its end. */
export function unitIndex(text: string, codePoint: number): number {
  let at = 0;
  for (let count = 0; count < codePoint && at < text.length; count += 1) at += unitsAt(text, at);
  return at;
}

function unitsAt(text: string, at: number): 1 | 2 {
  const first = text.charCodeAt(at);
  if (first < 0xd800 || first > 0xdbff) return 1;
  const next = text.charCodeAt(at + 1);
  return next >= 0xdc00 && next <= 0xdfff ? 2 : 1;
}

/** The stretch ``[start, end)`` that "12-40" or "#span-12-40" names; null for anything else. */
export function parseSpan(text: string): readonly [number, number] | null {
  const found = /^#?(?:span-)?(\d{1,9})-(\d{1,9})$/.exec(text);
  if (!found) return null;
  const span = [Number(found[1]), Number(found[2])] as const;
  return span[0] < span[1] ? span : null;
}

/** A stretch without the white space at its ends, as a reviewer means it. */
export function trimSpan(start: number, words: string): readonly [number, number] {
  const left = words.length - words.trimStart().length;
  const inner = words.trim();
  const begin = start + countCodePoints(words.slice(0, left));
  return [begin, begin + countCodePoints(inner)];
}

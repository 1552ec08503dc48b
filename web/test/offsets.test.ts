import { describe, expect, it } from "vitest";

import { countCodePoints, parseSpan, trimSpan, unitIndex } from "../src/offsets";

describe("places in a text", () => {
  it.each([
    ["", 0],
    ["ten dead", 8],
    ["💥 struck", 8],
    ["قصف 💥💥", 6],
    ["e\u0301", 2],
    ["\ud83d", 1],
    ["\ud83d\ud83d\udca5", 2],
    ["👨‍👩‍👧", 5],
  ])("%j has %i code points", (text, count) => {
    expect(countCodePoints(text)).toBe(count);
    expect(unitIndex(text, count)).toBe(text.length);
  });

  it("finds the place of a code point behind ones of two units", () => {
    const text = "💥 struck 🏥 at noon";
    expect(text.slice(unitIndex(text, 9), unitIndex(text, 10))).toBe("🏥");
    expect(text.slice(unitIndex(text, 11))).toBe("at noon");
    expect(unitIndex(text, 99)).toBe(text.length);
  });

  it.each([
    ["12-40", [12, 40]],
    ["#span-12-40", [12, 40]],
    ["#o12", null],
    ["40-12", null],
    ["5-5", null],
    ["-1-4", null],
    ["1e9-2e9", null],
    ["", null],
  ])("%j names %j", (text, span) => {
    expect(parseSpan(text)).toEqual(span);
  });

  it("takes the white space off a selection, and counts what is before it in code points", () => {
    expect(trimSpan(10, "  💥 struck \n")).toEqual([12, 20]);
    expect(trimSpan(3, "   ")).toEqual([6, 6]);
  });
});

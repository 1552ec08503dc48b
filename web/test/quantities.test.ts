import { describe, expect, it } from "vitest";

import { axisEdge, isWide, placeRange, rangeWords } from "../src/quantities";

describe("figures on an axis", () => {
  it.each([
    [40, 60, "40 to 60"],
    [12, 12, "12"],
    [40, null, "at least 40"],
    [null, 60, "at most 60"],
    [null, null, "not said"],
    [10000, 13000, "10,000 to 13,000"],
  ])("%j to %j is said as %j", (low, high, words) => {
    expect(rangeWords(low, high)).toBe(words);
  });

  it("draws an open end to the edge of the axis, and as open", () => {
    expect(placeRange(40, null, 100)).toEqual({ from: 40, to: 100, isOpenLow: false, isOpenHigh: true });
    expect(placeRange(null, 60, 100)).toEqual({ from: 0, to: 60, isOpenLow: true, isOpenHigh: false });
    expect(placeRange(null, null, 100)).toBeNull();
    expect(placeRange(150, null, 100)).toEqual({ from: 150, to: 150, isOpenLow: false, isOpenHigh: true });
  });

  it("leaves room for an open end, and never has an axis of no length", () => {
    expect(axisEdge([40, null, 100])).toBeCloseTo(110);
    expect(axisEdge([null, 0])).toBe(1);
  });

  it("takes a logarithmic axis only for figures far apart, none of them zero", () => {
    expect(isWide([3, 3200])).toBe(true);
    expect(isWide([0, 3200])).toBe(false);
    expect(isWide([30, 320, null])).toBe(false);
    expect(isWide([])).toBe(false);
  });
});

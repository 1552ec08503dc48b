import { describe, expect, it } from "vitest";

import { circleInside, outline, parseCircle } from "../src/area";

describe("an area of the map as a place of the filter", () => {
  it("is the largest circle inside what is shown", () => {
    expect(circleInside(36, 35, 38, 37)).toEqual({ lat: 36, lon: 37, radius_km: 90 });
    expect(circleInside(179, -1, 183, 1)).toEqual({ lat: 0, lon: -179, radius_km: 111 });
    expect(circleInside(10, 10, 10.0001, 10.0001).radius_km).toBe(0.1);
  });

  it.each([
    ["36.2,37.1", "10", { lat: 36.2, lon: 37.1, radius_km: 10 }],
    [" 36.2 , -37.1 , 4 ", "10", { lat: 36.2, lon: -37.1, radius_km: 4 }],
    ["36.2,37.1", "", { lat: 36.2, lon: 37.1, radius_km: 25 }],
    ["Orna", "10", null],
    ["136,37", "10", null],
    ["36,37", "0", null],
  ])("%j with radius %j is %j", (place, radius, circle) => {
    expect(parseCircle(place, radius)).toEqual(circle);
  });

  it("has a closed outline", () => {
    const line = outline({ lat: 36, lon: 37, radius_km: 10 });
    expect(line[0]).toEqual(line.at(-1));
    expect(line).toHaveLength(73);
  });
});

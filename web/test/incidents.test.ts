import { describe, expect, it } from "vitest";

import { boundsOf, countIncidents, readSpots, spotAddress, spotsInside, spotWords, toPoints } from "../src/incidents";
import { placeLabels } from "../src/labels";

const collection = {
  type: "FeatureCollection",
  total: 9,
  placed: 7,
  features: [
    { type: "Feature", geometry: { type: "Point", coordinates: [37.1, 36.2] }, properties: { id: "ab12", kind: "air_strike", day: 17147, origins: 3, contested: 1, place: "Orna", n: 1 } },
    { type: "Feature", geometry: { type: "Point", coordinates: [37.5, 36.5] }, properties: { id: null, kind: "shelling", day: null, origins: 1, contested: 0, place: "Kesh", n: 6 } },
    { type: "Feature", geometry: { type: "Point", coordinates: [null, null] }, properties: { id: "cd34" } },
    "no feature",
  ],
};

describe("incidents of a map", () => {
  const { spots, unplaced } = readSpots(collection);

  it("are read from GeoJSON, without those that have no position", () => {
    expect(spots).toHaveLength(2);
    expect(unplaced).toBe(2);
    expect(countIncidents(spots)).toBe(7);
    expect(spots[0]).toMatchObject({ id: "ab12", date: "2016-12-12", contested: 1, number: 1 });
  });

  it("are read from columns as well", () => {
    const read = readSpots({ columns: ["id", "lon", "lat", "date", "is_contested"], rows: [["ab12", 37, 36, "2016-12-12", true]], unplaced: 4 });
    expect(read).toMatchObject({ unplaced: 4, spots: [{ id: "ab12", contested: 1, origins: 1, place: null }] });
  });

  it.each([[null], ["text"], [{}], [{ features: 3 }], [{ columns: ["id"], rows: [7] }]])("%j holds none", (data) => {
    expect(readSpots(data).spots).toEqual([]);
  });

  it("are said in a few words, and lead to their page", () => {
    expect(spots.map(spotWords)).toEqual(["air strike, Orna, 2016-12-12", "6 × shelling, Kesh"]);
    expect(spots.map((spot) => spotAddress("/incidents/{id}", spot))).toEqual(["/incidents/ab12", "/incidents?place=36.5%2C37.5&radius=1&kind=shelling"]);
  });

  it("carry to the map only what their look depends on", () => {
    expect(toPoints(spots).features[1]?.properties).toEqual({ at: 1, origins: 1, contested: 0, n: 6 });
  });

  it("are framed without one in twenty on each side", () => {
    expect(boundsOf(spots)).toEqual([37.1, 36.2, 37.5, 36.5]);
    expect(boundsOf([])).toBeNull();
  });

  it.each([
    [[37, 36, 38, 37], 2],
    [[37.2, 36, 38, 37], 1],
    [[37, 36.3, 38, 37], 1],
    [[397, 36, 398, 37], 2],
    [[-323.2, 36, -322, 37], 2],
    [[-200, -90, 200, 90], 2],
    [[170, -90, 190, 90], 0],
    [[-10, 40, 10, 50], 0],
  ])("between %j are %i", (edges, number) => {
    const [west = 0, south = 0, east = 0, north = 0] = edges;
    expect(spotsInside(spots, west, south, east, north)).toHaveLength(number);
  });

  it("lend their places' names to the map, those of most incidents first", () => {
    expect(placeLabels(spots).map(({ name, rank }) => [name, rank])).toEqual([["Kesh", 1], ["Orna", 2]]);
  });
});

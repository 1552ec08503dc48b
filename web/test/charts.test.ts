import { describe, expect, it } from "vitest";

import { shorten, colourOf, dashOf } from "../src/charts/plot";
import { byMeasure } from "../src/charts/ranges";
import { makeBands } from "../src/charts/territory";
import { byOutlet } from "../src/charts/words";

describe("bands of territory", () => {
  const taking = (date: string | null, name: string | null, status = "happened", is_contested = false) => ({
    date,
    is_contested,
    holders: [{ name, words: [{ status }] }],
  });

  it("end where the next taking begins, and the last stays open", () => {
    const bands = makeBands([{ place: "Orna", takings: [taking("2016-12-20", "Hill Union"), taking("2016-12-01", "Orna Front"), taking(null, "nobody")] }]);
    expect(bands.map(({ holder, isLast }) => [holder, isLast])).toEqual([["Orna Front", false], ["Hill Union", true]]);
    expect(bands[0]?.to).toEqual(bands[1]?.from);
  });

  it("are not made by a denial alone", () => {
    expect(makeBands([{ place: "Orna", takings: [taking("2016-12-01", "Orna Front", "denied")] }])).toEqual([]);
  });

  it("say where nobody is named", () => {
    expect(makeBands([{ place: "Orna", takings: [taking("2016-12-01", null, "happened", true)] }])[0]).toMatchObject({ holder: "holder not named", isContested: true });
  });
});

describe("words by outlet", () => {
  it("keeps own voice and quoted apart, and the outlets with most words first", () => {
    const use = (publisher: string | null, label: string, voice: string, count: number) => ({ what: null, label, voice, publisher, count });
    const found = byOutlet([use("Kesh Daily", "rebels", "own", 2), use("Kesh Daily", "rebels", "quoted", 1), use("Orna Post", "militants", "own", 9), use(null, "army", "own", 1)]);
    expect(found.map(([outlet]) => outlet)).toEqual(["Orna Post", "Kesh Daily", "publisher not known"]);
    expect(found[1]?.[1]).toEqual([{ label: "rebels", voice: "own", count: 2 }, { label: "rebels", voice: "quoted", count: 1 }]);
  });
});

describe("figures of an incident", () => {
  it("stand by measure, those of one group together, the earliest published first", () => {
    const figure = (published: string, low: number) => ({ low, high: low, published });
    const found = byMeasure([
      { measure: "killed", of: "civilians", figures: [figure("2016-12-13", 9), figure("2016-12-12", 7)] },
      { measure: "killed", of: null, figures: [figure("2016-12-11", 20)] },
      { measure: "injured", of: null, figures: [] },
    ]);
    expect([...found.keys()]).toEqual(["killed"]);
    expect(found.get("killed")?.map(({ low, of }) => [low, of])).toEqual([[7, "civilians"], [9, "civilians"], [20, null]]);
  });
});

describe("signs beside colours", () => {
  it("give each of twenty-five names a colour and a dash of its own", () => {
    const looks = Array.from({ length: 25 }, (_, number) => `${colourOf(number)} ${dashOf(number)}`);
    expect(new Set(looks).size).toBe(25);
  });

  it("cuts a long name in its middle", () => {
    expect(shorten("the Ghelda quarter of Berrask", 20)).toBe("the Ghelda q…Berrask");
    expect(shorten("Orna")).toBe("Orna");
  });
});

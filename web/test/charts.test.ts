import { describe, expect, it } from "vitest";

import { shorten, colourOf, dashOf, scaleOf, ticksOf } from "../src/charts/plot";
import { busiest } from "../src/charts/quotes";
import { byMeasure, bySource } from "../src/charts/ranges";
import { makeBands } from "../src/charts/territory";
import { toLeads } from "../src/charts/warnings";
import { byOutlet } from "../src/charts/words";

describe("ticks of a time axis", () => {
  const day = (number: number): Date => new Date(Date.UTC(2019, 3, number));

  it("stand at days where all is told within a week", () => {
    expect(ticksOf([day(13), day(11), day(11)])).toEqual({ ticks: [day(11), day(12), day(13)] });
    expect(ticksOf([day(11)])).toEqual({ ticks: [day(11)] });
  });

  it("are left to the chart otherwise", () => {
    expect(ticksOf([day(1), day(20)])).toEqual({});
    expect(ticksOf([])).toEqual({});
  });
});

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

describe("figures by source", () => {
  const figure = (who: string | null, low: number, of: string | null = null) => ({ who, origin: "Orna Post", low, high: low, of, published: "2016-12-12" });

  it("keep those of a source together, and count what it gives alike in several reports once", () => {
    const found = bySource([figure("a medic", 7), figure(null, 9), figure("a medic", 3, "children"), figure("a medic", 7)]);
    expect(found.map(({ who, low, reports }) => [who, low, reports])).toEqual([["a medic", 7, 2], ["a medic", 3, 1], [null, 9, 1]]);
  });

  it("keep the group that each counts", () => {
    expect(byMeasure([{ measure: "killed", figures: [figure("a medic", 3, "children")] }]).get("killed")?.[0]?.of).toBe("children");
  });
});

describe("the scale of figures", () => {
  it("begins at nought, and goes by powers of ten where one figure would flatten the others", () => {
    expect(scaleOf([3, 5, 40])).toMatchObject({ domain: [0, 42] });
    expect(scaleOf([3, 5, 7, 9, 200_000])).toMatchObject({ type: "log", ticks: [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000] });
    expect(scaleOf([]).domain[0]).toBe(0);
  });
});

describe("what was said ahead", () => {
  const said = (published: string | null, date: string | null, lead_days: number | null = null) => ({ sort: "threat", what: "shelling", place: "Orna", published, date, lead_days, href: "/quote" });

  it("goes from the publication to the day it is said of, or to the incident that it came before", () => {
    const days = toLeads([said("2016-12-01", "2016-12-05/2016-12-07"), said("2016-12-01", null, 3), said(null, "2016-12-05")]).map(({ from, to }) => [from.getUTCDate(), to.getUTCDate()]);
    expect(days).toEqual([[1, 5], [1, 4]]);
  });

  it("stands as a point where no day is said, and by sort and place", () => {
    expect(toLeads([said("2016-12-09", null)]).map(({ lane, from, to }) => [lane, to.getTime() - from.getTime()])).toEqual([["threat, Orna", 0]]);
  });
});

describe("the outlets that quote someone", () => {
  it("stand by how often they do", () => {
    expect(busiest(["Orna Post", "Kesh Daily", "Kesh Daily", "Hill Radio"], 2)).toEqual(["Kesh Daily", "Hill Radio"]);
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

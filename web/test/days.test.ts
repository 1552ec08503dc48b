import { describe, expect, it } from "vitest";

import { addDays, binOf, chooseBin, countDays, denseDays, makeBars, toDate, toDay } from "../src/days";

describe("the days that a timeline spans", () => {
  it("leave out far days of few incidents, and say no other span where that saves little", () => {
    expect(denseDays([["1968-01-01", 1, 0], ["2016-12-01", 60, 0], ["2016-12-20", 40, 2]])).toEqual(["2016-12-01", "2016-12-20"]);
    expect(denseDays([["2016-12-01", 1, 0], ["2016-12-10", 60, 0], ["2016-12-20", 40, 2]])).toEqual(["2016-12-01", "2016-12-20"]);
    expect(denseDays([["2016-12-01", 3, 0]])).toEqual(["2016-12-01", "2016-12-01"]);
    expect(denseDays([])).toBeNull();
  });
});

describe("days as bins", () => {
  it.each([
    ["2016-12-12", "day", ["2016-12-12", "2016-12-12"]],
    ["2016-12-18", "week", ["2016-12-12", "2016-12-18"]],
    ["2017-01-01", "week", ["2016-12-26", "2017-01-01"]],
    ["2016-02-10", "month", ["2016-02-01", "2016-02-29"]],
    ["2016-12-31", "month", ["2016-12-01", "2016-12-31"]],
    ["2016-12-12", "year", ["2016-01-01", "2016-12-31"]],
  ] as const)("%s is in the %s %j", (day, bin, held) => {
    expect(binOf(day, bin)).toEqual(held);
  });

  it("knows months and years as their first day", () => {
    expect(toDay(toDate("2016-12"))).toBe("2016-12-01");
    expect(toDay(toDate("2016"))).toBe("2016-01-01");
    expect(Number.isNaN(toDate("spring").getTime())).toBe(true);
  });

  it("counts across leap days and the turn of a year", () => {
    expect(countDays("2016-02-28", "2016-03-01")).toBe(3);
    expect(addDays("2016-12-31", 1)).toBe("2017-01-01");
    expect(addDays("2016-03-01", -1)).toBe("2016-02-29");
  });

  it.each([
    [30, 200, "day"],
    [400, 200, "week"],
    [1607, 200, "month"],
    [36500, 200, "year"],
  ] as const)("%i days in at most %i bars are one a %s", (days, most, bin) => {
    expect(chooseBin(days, most)).toBe(bin);
  });

  it("sums the days of a bin, in the order of time, and leaves out what is no day", () => {
    const bars = makeBars([["2016-12-13", 2, 1], ["2016-12-12", 3, 0], ["2016-12-19", 1, 1], ["no day", 9, 9]], "week");
    expect(bars).toEqual([
      { from: "2016-12-12", to: "2016-12-18", incidents: 5, contested: 1 },
      { from: "2016-12-19", to: "2016-12-25", incidents: 1, contested: 1 },
    ]);
  });
});

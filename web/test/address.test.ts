import { describe, expect, it } from "vitest";

import { dataAddress, formatFilter, isSame, parseFilter } from "../src/address";

describe("the filter in the address", () => {
  it.each([
    ["", ""],
    ["?place=Orna&radius=5", "?place=Orna&radius=5"],
    ["?from=2016-12&to=2016-12-31&min_origins=3&contested=1", "?from=2016-12&to=2016-12-31&min_origins=3&contested=1"],
    ["?kind=shelling&kind=air_strike&kind=shelling", "?kind=shelling&kind=air_strike"],
    ["?contested=on&q=+bridge+", "?q=bridge&contested=1"],
    ["?place=&min_origins=1&contested=0", ""],
    ["?place=12.5%2C-3.25&actor=Orna%20Front%3B%20River%20Brigades", "?place=12.5%2C-3.25&actor=Orna+Front%3B+River+Brigades"],
  ])("%s is kept as %s", (given, kept) => {
    expect(formatFilter(parseFilter(given))).toBe(kept);
  });

  it("is the same after any number of turns", () => {
    const once = formatFilter(parseFilter("?q=a%26b%3Dc&source=Kesh+Daily&to=2019"));
    expect(formatFilter(parseFilter(once))).toBe(once);
  });

  it("keeps what else stands in the address, but not the page of a list", () => {
    expect(formatFilter(parseFilter("?place=Orna"), "?measure=killed&place=Kesh&page=4")).toBe("?place=Orna&measure=killed");
  });

  it("tells filters that ask for the same", () => {
    expect(isSame(parseFilter("?from=2016&min_origins=1"), parseFilter("?from=2016&contested=no"))).toBe(true);
    expect(isSame(parseFilter("?from=2016"), parseFilter("?to=2016"))).toBe(false);
  });

  it("asks a source of data for what the address says, not for what its own address said", () => {
    expect(dataAddress("/data/map.json?from=2001&incident=ab12", "?from=2016")).toBe("/data/map.json?from=2016&incident=ab12");
    expect(dataAddress("/data/map.json", "")).toBe("/data/map.json");
  });
});

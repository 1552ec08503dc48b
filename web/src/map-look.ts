/** How the map looks: sources and layers of its style, in the colours of the page. */

import type { ExpressionSpecification, FilterSpecification, GeoJSONSourceSpecification, LayerSpecification, SourceSpecification, StyleSpecification } from "maplibre-gl";

/** A map of the user's own that stands for our countries. */
export interface Base {
  readonly source: SourceSpecification;
  readonly layers: LayerSpecification[];
  /** Whether names stand in it already, as in pictures; ours are then left out. */
  readonly hasNames: boolean;
}

/** From this zoom on a place's incidents are told apart as far as their positions are. */
export const CLUSTERED_TO = 13;

const EMPTY: GeoJSONSourceSpecification = { type: "geojson", data: { type: "FeatureCollection", features: [] } };
/** What lies below the incidents is cut into tiles down to this zoom only: closer, its lines show no more than they hold. */
const GROUND: GeoJSONSourceSpecification = { ...EMPTY, maxzoom: 9 };
const FONT = ["sans-serif"];
/** The layer of the gazetteer's names. */
export const NAMES = "names";

/** Colours of the page's stylesheet by their names there, as they are in its light or dark. */
export function readColours(): (name: string) => string {
  const style = getComputedStyle(document.documentElement);
  return (name) => style.getPropertyValue(`--${name}`).trim() || "#888888";
}

/** The last zoom for which the server has tiles of names; closer, the map takes these. */
const NAMED_TO = 11;

/**
 * The whole style; ``base`` are the layers of the user's own basemap, which then stand for our countries, and ``names`` the address
 * of the gazetteer's tiles, null where there are none.
 */
export function makeStyle(colour: (name: string) => string, base: Base | null, names: string | null): StyleSpecification {
  const named = names !== null && base?.hasNames !== true;
  return {
    version: 8,
    sources: {
      land: { ...GROUND, attribution: "Natural Earth" },
      lakes: GROUND,
      rivers: GROUND,
      borders: GROUND,
      area: EMPTY,
      labels: EMPTY,
      incidents: {
        ...EMPTY,
        cluster: true,
        clusterRadius: 44,
        clusterMaxZoom: CLUSTERED_TO,
        clusterProperties: { contested: ["+", ["get", "contested"]], n: ["+", ["get", "n"]] },
      },
      ...(base ? { base: base.source } : {}),
      ...(named ? { names: { type: "vector" as const, tiles: [names], maxzoom: NAMED_TO, attribution: "GeoNames" } } : {}),
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": colour("sea") } },
      ...(base?.layers ?? landLayers(colour)),
      { id: "area", type: "fill", source: "area", paint: { "fill-color": colour("link"), "fill-opacity": 0.07 } },
      { id: "area-edge", type: "line", source: "area", paint: { "line-color": colour("link"), "line-width": 1.5, "line-dasharray": [4, 2] } },
      ...(named ? [nameLayer(colour)] : []),
      labelLayer(colour),
      ...incidentLayers(colour),
    ],
  };
}

function landLayers(colour: (name: string) => string): LayerSpecification[] {
  return [
    { id: "land", type: "fill", source: "land", paint: { "fill-color": colour("land"), "fill-antialias": true } },
    { id: "coast", type: "line", source: "land", paint: { "line-color": colour("line"), "line-width": 0.6 } },
    { id: "lakes", type: "fill", source: "lakes", paint: { "fill-color": colour("sea") } },
    { id: "rivers", type: "line", source: "rivers", layout: { "line-join": "round" }, paint: { "line-color": colour("river"), "line-width": ["interpolate", ["linear"], ["zoom"], 3, 0.4, 8, 1.6] } },
    { id: "borders", type: "line", source: "borders", paint: { "line-color": colour("border"), "line-width": ["interpolate", ["linear"], ["zoom"], 2, 0.5, 8, 1.6] } },
  ];
}

function labelLayer(colour: (name: string) => string): LayerSpecification {
  return {
    id: "labels",
    type: "symbol",
    source: "labels",
    layout: {
      "text-field": ["get", "name"],
      "text-font": FONT,
      "text-size": ["interpolate", ["linear"], ["get", "rank"], 1, 14, 6, 11],
      "text-variable-anchor": ["bottom-left", "top-left", "bottom-right", "top-right"],
      "text-radial-offset": 0.7,
      "text-optional": true,
      "symbol-sort-key": ["get", "rank"],
    },
    paint: { "text-color": colour("quiet"), "text-halo-color": colour("land"), "text-halo-width": 1.4 },
  };
}

/** Towns and countries of the gazetteer, the most people first, as many as fit; those of the incidents stand above them. */
function nameLayer(colour: (name: string) => string): LayerSpecification {
  const isCountry: ExpressionSpecification = ["==", ["get", "country"], 1];
  return {
    id: NAMES,
    type: "symbol",
    source: "names",
    "source-layer": "places",
    layout: {
      "text-field": ["case", isCountry, ["upcase", ["get", "name"]], ["get", "name"]],
      "text-font": FONT,
      "text-size": ["case", isCountry, 11, ["interpolate", ["linear"], ["ln", ["max", ["get", "people"], 1]], 8, 10.5, 15, 13.5]],
      "text-letter-spacing": ["case", isCountry, 0.12, 0],
      "text-max-width": 7,
      "text-padding": 6,
      "symbol-sort-key": ["-", 0, ["get", "people"]],
    },
    paint: { "text-color": colour("quiet"), "text-opacity": 0.85, "text-halo-color": colour("land"), "text-halo-width": 1.2 },
  };
}

/** The gazetteer's names without those that the incidents' own labels say already. */
export function otherNames(said: readonly string[]): FilterSpecification {
  return ["!", ["in", ["get", "name"], ["literal", [...said]]]];
}

const IS_CLUSTER: ExpressionSpecification = ["has", "point_count"];

const COUNT: ExpressionSpecification = ["case", [">=", ["get", "n"], 1000], ["concat", ["round", ["/", ["get", "n"], 1000]], "k"], ["to-string", ["get", "n"]]];

function incidentLayers(colour: (name: string) => string): LayerSpecification[] {
  const paint = {
    "circle-color": colour("bar-strong"),
    "circle-opacity": 0.86,
    "circle-stroke-color": colour("paper"),
    "circle-stroke-width": 1.2,
  };
  const text = { "text-color": colour("paper") };
  return [
    {
      id: "clusters",
      type: "circle",
      source: "incidents",
      filter: IS_CLUSTER,
      paint: { ...paint, "circle-radius": ["interpolate", ["linear"], ["ln", ["get", "n"]], 0.69, 11, 4.6, 18, 9.2, 30] },
    },
    {
      id: "cluster-counts",
      type: "symbol",
      source: "incidents",
      filter: IS_CLUSTER,
      layout: {
        "text-field": ["concat", COUNT, ["case", [">", ["get", "contested"], 0], " ≠", ""]],
        "text-font": FONT,
        "text-size": 11.5,
        "text-allow-overlap": true,
        "text-ignore-placement": true,
      },
      paint: text,
    },
    {
      id: "spots",
      type: "circle",
      source: "incidents",
      filter: ["!", IS_CLUSTER],
      paint: { ...paint, "circle-radius": ["case", [">", ["get", "n"], 1], ["interpolate", ["linear"], ["ln", ["get", "n"]], 0.69, 11, 9.2, 30], ["interpolate", ["linear"], ["get", "origins"], 1, 6, 10, 11]] },
    },
    {
      id: "spot-signs",
      type: "symbol",
      source: "incidents",
      filter: ["all", ["!", IS_CLUSTER], ["any", [">", ["get", "contested"], 0], [">", ["get", "n"], 1]]],
      layout: { "text-field": ["concat", ["case", [">", ["get", "n"], 1], COUNT, ""], ["case", [">", ["get", "contested"], 0], "≠", ""]], "text-font": FONT, "text-size": 12, "text-allow-overlap": true, "text-ignore-placement": true },
      paint: text,
    },
  ];
}

/** Countries and coasts of Natural Earth as the npm package world-atlas has them (it has no rivers, roads or towns). */

import { feature, mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import address from "virtual:world";

import { readJson } from "./data";

/** Land as areas, and the lines between countries; a line says where Natural Earth draws it, and no more. */
export interface World {
  readonly land: GeoJSON.FeatureCollection;
  readonly borders: GeoJSON.Feature;
}

let read: Promise<World> | null = null;

/** The world, read once a page. */
export function readWorld(): Promise<World> {
  read ??= readJson(address).then(toWorld);
  return read;
}

function toWorld(data: unknown): World {
  const topology = data as Topology<{ countries: GeometryCollection }>;
  const { countries } = topology.objects;
  const borders = mesh(topology, countries, (one, other) => one !== other);
  return { land: feature(topology, countries), borders: { type: "Feature", properties: {}, geometry: borders } };
}

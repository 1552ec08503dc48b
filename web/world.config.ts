import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

import { quantize } from "topojson-client";
import { presimplify, simplify } from "topojson-simplify";
import type { GeometryCollection, Topology } from "topojson-specification";
import type { Plugin } from "vite";

const NAME = "virtual:world";
/** Square degrees; a bend smaller than this (about one square kilometre) is left out, an island never. */
const LEAST_BEND = 1e-4;
/** Steps on each axis, so that no point moves by more than two hundred metres. */
const STEPS = 1e5;

/** Countries of Natural Earth at 1:10 million, without what a map of incidents does not show, as a file of the build. */
export function world(): Plugin {
  return {
    name: "according-world",
    resolveId: (name) => (name === NAME ? `\0${NAME}` : null),
    load(name) {
      if (name !== `\0${NAME}`) return null;
      const file = this.emitFile({ type: "asset", name: "world.json", source: JSON.stringify(makeWorld()) });
      return `export default import.meta.ROLLUP_FILE_URL_${file};`;
    },
  };
}

function makeWorld(): Topology {
  const path = createRequire(import.meta.url).resolve("world-atlas/countries-10m.json");
  const whole = JSON.parse(readFileSync(path, "utf8")) as Topology<{ countries: GeometryCollection }>;
  const { countries } = whole.objects;
  for (const country of countries.geometries) delete country.properties;
  const bare = { type: whole.type, arcs: whole.arcs, ...(whole.transform ? { transform: whole.transform } : {}), objects: { countries } };
  return quantize(simplify(presimplify(bare as Topology<{ countries: GeometryCollection }>), LEAST_BEND), STEPS);
}

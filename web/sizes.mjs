// What a page loads first, compressed as the desk sends it: `npm run sizes` after `npm run build`. Exits 1 above 1.5 MB.
import { readFileSync, readdirSync } from "node:fs";
import { gzipSync } from "node:zlib";

const folder = new URL("../src/according/show/static/build/", import.meta.url);
const MOST = 1.5e6;
const PAGES = {
  "every page": ["main", "style"],
  "report, search, review": ["main", "style"],
  "overview (map and timeline)": ["main", "style", "map", "maplibre-gl-worker", "world", "waters", "timeline", "days", "d3-scale"],
  "incident (map and ranges)": ["main", "style", "map", "maplibre-gl-worker", "world", "waters", "days", "ranges", "redrawn", "d3-scale", "dot"],
  "tally, territory, access, words, warnings, quotes": ["main", "style", "redrawn", "d3-scale", "days", "dot", "tally", "territory", "access", "words", "warnings", "quotes"],
};
const sizes = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map(({ name }) => [name.replace(/-[\w-]{8}\.\w+$/, ""), gzipSync(readFileSync(new URL(name, folder)), { level: 4 }).length]);
for (const [page, parts] of Object.entries(PAGES)) {
  const total = sizes.filter(([name]) => parts.includes(name)).reduce((sum, [, size]) => sum + size, 0);
  console.log(`${(total / 1000).toFixed(0).padStart(6)} kB  ${page}`);
  if (total > MOST) process.exitCode = 1;
}

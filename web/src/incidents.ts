/** Incidents as a map has them: columns as the server sends them, one row each, so that fifty thousand stay small. */

import { asRecord, listAt, numberAt } from "./data";
import { addDays } from "./days";

/** One incident with its place in degrees (WGS 84), or ``number`` of one kind at one position (``id`` is null then). */
export interface Spot {
  readonly id: string | null;
  readonly lon: number;
  readonly lat: number;
  readonly date: string | null;
  readonly kind: string;
  readonly place: string | null;
  readonly origins: number;
  readonly contested: number;
  readonly number: number;
}

/** What a map draws, and how many incidents have no place. */
export interface Spots {
  readonly spots: readonly Spot[];
  readonly unplaced: number | null;
}

/** The incidents in columns and rows, or in a GeoJSON collection; rows without a position are left out. */
export function readSpots(data: unknown): Spots {
  const columns = listAt(asRecord(data).columns) as string[];
  const rows: Record<string, unknown>[] =
    columns.length > 0
      ? listAt(data, "rows").map((row) => Object.fromEntries(listAt(row).map((value, index) => [columns[index] ?? "", value])))
      : listAt(data, "features").map(flatten);
  const [total, placed] = [numberAt(data, "total"), numberAt(data, "placed")];
  const unplaced = total === null || placed === null ? numberAt(data, "unplaced") : total - placed;
  return { spots: rows.map(toSpot).filter((spot) => spot !== null), unplaced };
}

function flatten(feature: unknown): Record<string, unknown> {
  const { properties, geometry, id } = asRecord(feature);
  const [lon, lat] = listAt(asRecord(geometry).coordinates);
  return { id, ...asRecord(properties), lon, lat };
}

function toSpot(row: Record<string, unknown>): Spot | null {
  const [lon, lat] = [numberAt(row, "lon"), numberAt(row, "lat")];
  if (lon === null || lat === null) return null;
  const text = (name: string): string | null => (typeof row[name] === "string" ? row[name] : null);
  const contested = row.contested ?? row.is_contested;
  return {
    id: text("id"),
    lon,
    lat,
    date: text("date") ?? dayOf(numberAt(row, "day")),
    kind: text("kind") ?? "",
    place: text("place"),
    origins: numberAt(row, "origins") ?? 1,
    contested: typeof contested === "number" ? contested : contested === true ? 1 : 0,
    number: numberAt(row, "n") ?? 1,
  };
}

/** The ISO day so many days after 1970-01-01. */
function dayOf(number: number | null): string | null {
  return number === null ? null : addDays("1970-01-01", number);
}

/** The points as GeoJSON; each carries its number in the list, and what its look depends on. */
export function toPoints(spots: readonly Spot[]): GeoJSON.FeatureCollection<GeoJSON.Point> {
  return {
    type: "FeatureCollection",
    features: spots.map((spot, index) => ({
      type: "Feature",
      geometry: { type: "Point", coordinates: [spot.lon, spot.lat] },
      properties: { at: index, origins: spot.origins, contested: spot.contested, n: spot.number },
    })),
  };
}

/** The incidents between these longitudes and latitudes; a map that was turned around the world several times sees the same ones. */
export function spotsInside(spots: readonly Spot[], west: number, south: number, east: number, north: number): Spot[] {
  const wide = east - west;
  return spots.filter(({ lon, lat }) => lat >= south && lat <= north && (wide >= 360 || (((lon - west) % 360) + 360) % 360 <= wide));
}

/** West, south, east and north of nine in ten of the incidents, so that one far away does not make the rest a dot; null for none. */
export function boundsOf(spots: readonly Spot[]): [number, number, number, number] | null {
  if (spots.length === 0) return null;
  const edge = (values: number[], share: number): number => {
    values.sort((one, other) => one - other);
    return values[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;
  };
  const [few, many] = spots.length < 20 ? [0, 1] : [0.05, 0.95];
  const [lons, lats] = [spots.map((spot) => spot.lon), spots.map((spot) => spot.lat)];
  return [edge(lons, few), edge(lats, few), edge(lons, many), edge(lats, many)];
}

/** An incident in a few words: "air strike, Orna, 2016-12-12"; several: "12 × shelling, Orna". */
export function spotWords(spot: Spot): string {
  const kind = spot.kind.replaceAll("_", " ") || "incident";
  const place = spot.place ?? `${spot.lat.toFixed(2)}, ${spot.lon.toFixed(2)}`;
  return spot.number > 1 ? `${spot.number.toLocaleString("en")} × ${kind}, ${place}` : [kind, place, spot.date ?? "no date"].join(", ");
}

/** Where an incident is read: its page under a pattern with ``{id}`` in it; of several, the list of those at their position. */
export function spotAddress(pattern: string, spot: Spot): string {
  if (spot.id !== null) return pattern.replace("{id}", encodeURIComponent(spot.id.replace(/^sha256:/, "")));
  return `/incidents?${new URLSearchParams({ place: `${spot.lat},${spot.lon}`, radius: "1", kind: spot.kind }).toString()}`;
}

/** How many incidents a list of spots stands for. */
export function countIncidents(spots: readonly Spot[]): number {
  return spots.reduce((sum, spot) => sum + spot.number, 0);
}

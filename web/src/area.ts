/** A place of the filter as ``lat,lon`` with a radius, from and to what a map shows. */

export interface Circle {
  readonly lat: number;
  readonly lon: number;
  readonly radius_km: number;
}

const KM_PER_DEGREE = 111.2;

/** The largest circle inside a map's view: west, south, east, north in degrees. */
export function circleInside(west: number, south: number, east: number, north: number): Circle {
  const lat = (south + north) / 2;
  const lon = wrap((west + east) / 2);
  const across = ((east - west) / 2) * KM_PER_DEGREE * Math.max(Math.cos((lat * Math.PI) / 180), 0.01);
  const radius = Math.min(across, ((north - south) / 2) * KM_PER_DEGREE);
  return { lat: round(lat, 4), lon: round(lon, 4), radius_km: radius < 10 ? Math.max(round(radius, 1), 0.1) : Math.round(radius) };
}

/** The circle that a filter's place and radius name; null where the place is a name or nothing. */
export function parseCircle(place: string, radius: string): Circle | null {
  const found = /^\s*(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)\s*(?:,\s*(\d+(?:\.\d+)?)\s*)?$/.exec(place);
  if (!found) return null;
  const [lat, lon, radius_km] = [Number(found[1]), Number(found[2]), Number(found[3] ?? (radius || 25))];
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 && radius_km > 0 ? { lat, lon, radius_km } : null;
}

/** The outline of a circle as longitudes and latitudes, closed. */
export function outline(circle: Circle, corners = 72): [number, number][] {
  const north = circle.radius_km / KM_PER_DEGREE;
  const east = north / Math.max(Math.cos((circle.lat * Math.PI) / 180), 0.01);
  return Array.from({ length: corners + 1 }, (_, index) => {
    const turn = ((index % corners) / corners) * 2 * Math.PI;
    return [circle.lon + east * Math.cos(turn), circle.lat + north * Math.sin(turn)];
  });
}

function wrap(lon: number): number {
  return ((((lon + 180) % 360) + 360) % 360) - 180;
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

/** Names of places that the incidents themselves give. */

import type { Spot } from "./incidents";

/** A name at a position in degrees (WGS 84); of names that overlap the one of lower rank is shown. */
export interface Label {
  readonly name: string;
  readonly lat: number;
  readonly lon: number;
  readonly rank: number;
}

/** The places of incidents, each where most of its incidents lie; ranked 1 to 6 by how many there are. */
export function placeLabels(spots: readonly Spot[], most = 400): Label[] {
  const places = new Map<string, { spot: Spot; number: number }>();
  for (const spot of spots) {
    if (spot.place === null) continue;
    const held = places.get(spot.place);
    if (held) held.number += spot.number;
    else places.set(spot.place, { spot, number: spot.number });
  }
  const order = [...places.values()].toSorted((one, other) => other.number - one.number).slice(0, most);
  return order.map(({ spot }, index) => ({ name: spot.place ?? "", lat: spot.lat, lon: spot.lon, rank: Math.min(6, 1 + Math.floor(Math.log2(index + 1))) }));
}

/** Labels as GeoJSON. */
export function toLabelPoints(labels: readonly Label[]): GeoJSON.FeatureCollection {
  return {
    type: "FeatureCollection",
    features: labels.map(({ name, lat, lon, rank }) => ({ type: "Feature", properties: { name, rank }, geometry: { type: "Point", coordinates: [lon, lat] } })),
  };
}

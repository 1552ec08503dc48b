/** The user's own map under ours: a PMTiles archive with vectors of the Protomaps or Shortbread kind or with pictures, or tiles by address. */

import { addProtocol, type LayerSpecification, type SourceSpecification } from "maplibre-gl";
import { PMTiles, Protocol, TileType } from "pmtiles";

import type { Base } from "./map-look";

/** Source and layers of a basemap by its address; throws where it cannot be read. */
export async function readBase(address: string, colour: (name: string) => string): Promise<Base> {
  if (address.includes("{z}")) {
    const isVector = /\.(pbf|mvt)(\?|$)/.test(address);
    return isVector ? vectorBase({ type: "vector", tiles: [address] }, colour) : pictureBase([address]);
  }
  const url = new URL(address, location.href).href;
  const archive = new PMTiles(url);
  const { tileType } = await archive.getHeader();
  const protocol = new Protocol();
  protocol.add(archive);
  addProtocol("pmtiles", protocol.tile);
  if (tileType === TileType.Mvt) return vectorBase({ type: "vector", url: `pmtiles://${url}` }, colour);
  return { source: { type: "raster", url: `pmtiles://${url}`, tileSize: 256 }, layers: [pictures], hasNames: true };
}

const pictures: LayerSpecification = { id: "base-pictures", type: "raster", source: "base" };

function pictureBase(tiles: string[]): Base {
  return { source: { type: "raster", tiles, tileSize: 256 }, layers: [pictures], hasNames: true };
}

/** The layers that vector maps name so; one that the archive does not have draws nothing. */
function vectorBase(source: SourceSpecification, colour: (name: string) => string): Base {
  const fill = (name: string, paint: string): LayerSpecification => ({
    id: `base-${name}`,
    type: "fill",
    source: "base",
    "source-layer": name,
    filter: ["==", ["geometry-type"], "Polygon"],
    paint: { "fill-color": paint },
  });
  const line = (name: string, paint: string, width: number): LayerSpecification => ({
    id: `base-${name}-lines`,
    type: "line",
    source: "base",
    "source-layer": name,
    filter: ["==", ["geometry-type"], "LineString"],
    paint: { "line-color": paint, "line-width": width },
  });
  return {
    source,
    hasNames: false,
    layers: [
      { id: "base-ground", type: "background", paint: { "background-color": colour("land") } },
      fill("earth", colour("land")),
      fill("water", colour("sea")),
      fill("ocean", colour("sea")),
      fill("water_polygons", colour("sea")),
      line("water", colour("sea"), 1.2),
      line("waterway", colour("sea"), 1.2),
      line("water_lines", colour("sea"), 1.2),
      fill("buildings", colour("line")),
      line("roads", colour("line"), 1),
      line("streets", colour("line"), 1),
      line("transportation", colour("line"), 1),
      line("boundaries", colour("border"), 1),
      line("boundary", colour("border"), 1),
    ],
  };
}

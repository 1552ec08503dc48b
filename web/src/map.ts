/** Incidents on a map: clusters that open, a list beside it that can be read without the map, and an area for the filter. */

import "maplibre-gl/dist/maplibre-gl.css";

import { Map as MapView, NavigationControl, Popup, ScaleControl, setWorkerUrl, type GeoJSONSource, type LngLatLike, type MapLayerMouseEvent } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";

import { circleInside, outline, parseCircle, type Circle } from "./area";
import { readBase } from "./basemap";
import { boundsOf, countIncidents, readSpots, spotAddress, spotsInside, spotWords, toPoints, type Spot, type Spots } from "./incidents";
import { CLUSTERED_TO, makeStyle, NAMES, otherNames, readColours, type Base } from "./map-look";
import { placeLabels, toLabelPoints } from "./labels";
import { changeFilter, currentFilter, wantsStillness } from "./page";
import { readWaters, readWorld } from "./world";
import type { Make, View } from "./views";

const MOST_LISTED = 60;
const ANYWHERE: [number, number, number, number] = [-20, 5, 70, 55];

export const make: Make = async (place, data, element) => {
  setWorkerUrl(workerUrl);
  const frame = new Frame(place, "filter" in element.dataset, element.dataset.lat === undefined);
  const spots = readSpots(data);
  if (spots.spots.length === 0 && !frame.isFilter && frame.hasList) {
    frame.canvas.replaceWith(frame.note("None of these incidents has a position."));
    frame.place.classList.remove("has-side");
    element.dataset.still = "yes";
    return new ListOnly(frame, spots, hrefOf(element));
  }
  try {
    return await IncidentMap.open(frame, spots, element);
  } catch (problem) {
    console.warn(problem);
    frame.canvas.replaceWith(frame.note("This browser draws no map (WebGL is off). The list says the same."));
    element.dataset.still = "yes";
    return new ListOnly(frame, spots, hrefOf(element));
  }
};

function hrefOf(element: HTMLElement): string {
  return element.dataset.href ?? "/incidents/{id}";
}

/** The elements: the map, the list beside it, what is said about both. */
class Frame {
  readonly canvas = document.createElement("div");
  readonly list = document.createElement("ol");
  readonly words = document.createElement("p");
  readonly buttons = document.createElement("div");

  constructor(
    readonly place: HTMLElement,
    readonly isFilter: boolean,
    readonly hasList: boolean,
  ) {
    place.classList.add("map-frame");
    place.classList.add(hasList ? "has-side" : "is-small");
    this.canvas.className = "map-canvas";
    const side = document.createElement("div");
    side.className = "map-side";
    this.words.setAttribute("role", "status");
    this.list.setAttribute("aria-label", "Incidents on the part of the map that is shown");
    this.buttons.className = "actions";
    side.append(this.buttons, this.words, this.list);
    place.append(this.canvas, ...(hasList ? [side] : []));
  }

  note(words: string): HTMLElement {
    const made = document.createElement("p");
    made.className = "note";
    made.textContent = words;
    return made;
  }

  show(seen: readonly Spot[], all: Spots, href: string): void {
    const without = all.unplaced ? ` ${all.unplaced.toLocaleString("en")} more have no place.` : "";
    const first = seen.length > MOST_LISTED ? `, the ${MOST_LISTED} of most origins listed` : "";
    this.words.textContent = `${countIncidents(seen).toLocaleString("en")} of ${countIncidents(all.spots).toLocaleString("en")} incidents on this part of the map${first}.${without}`;
    const mostTold = seen.toSorted((one, other) => other.origins - one.origins);
    if (this.hasList) this.list.replaceChildren(...mostTold.slice(0, MOST_LISTED).map((spot) => row(spot, href)));
  }
}

function row(spot: Spot, href: string): HTMLElement {
  const [item, link] = [document.createElement("li"), document.createElement("a")];
  link.href = spotAddress(href, spot);
  link.textContent = spotWords(spot);
  item.append(link, ` · ${spot.origins} ${spot.origins === 1 ? "origin" : "origins"}${spot.contested > 0 ? " · ≠ accounts differ" : ""}`);
  return item;
}

class ListOnly implements View {
  constructor(
    private readonly frame: Frame,
    private spots: Spots,
    private readonly href: string,
  ) {
    this.update(undefined);
  }

  update(data: unknown): void {
    if (data !== undefined) this.spots = readSpots(data);
    this.frame.show(this.spots.spots, this.spots, this.href);
  }
}

class IncidentMap implements View {
  private popup: Popup | null = null;

  private constructor(
    private readonly frame: Frame,
    private readonly map: MapView,
    private spots: Spots,
    private readonly element: HTMLElement,
  ) {}

  static async open(frame: Frame, spots: Spots, element: HTMLElement): Promise<IncidentMap> {
    const colour = readColours();
    const base = await askedBase(frame, element, colour);
    const map = new MapView({
      container: frame.canvas,
      style: makeStyle(colour, base, namesAddress(element)),
      bounds: startBounds(element, spots.spots),
      fitBoundsOptions: { padding: 36, maxZoom: 7 },
      attributionControl: { compact: false },
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      maxZoom: 18,
      fadeDuration: wantsStillness() ? 0 : 150,
      locale: { "Map.Title": "Map of incidents" },
    });
    const made = new IncidentMap(frame, map, spots, element);
    await new Promise<void>((resolve, reject) => {
      map.once("style.load", () => { resolve(); });
      map.on("error", ({ error }) => { if (!map.loaded()) console.warn(error); });
      map.once("webglcontextlost", () => { reject(new Error("the drawing context was lost")); });
    });
    made.begin(base === null);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { void made.recolour(); });
    return made;
  }

  update(data: unknown): void {
    if (data !== undefined) {
      this.spots = readSpots(data);
      this.popup?.remove();
      void this.source("incidents").setData(toPoints(this.spots.spots));
    }
    this.showArea();
    this.showList();
  }

  resize(): void {
    this.map.resize();
  }

  private source(name: string): GeoJSONSource {
    return this.map.getSource(name) as unknown as GeoJSONSource;
  }

  private begin(hasWorld: boolean): void {
    this.map.keyboard.disableRotation();
    this.map.touchZoomRotate.disableRotation();
    this.map.addControl(new NavigationControl({ showCompass: false }), "top-right");
    this.map.addControl(new ScaleControl({ unit: "metric" }), "bottom-left");
    this.map.on("click", "clusters", (event) => { void this.openCluster(event); });
    this.map.on("click", "spots", (event) => { this.openSpot(event); });
    for (const layer of ["clusters", "spots"]) {
      this.map.on("mouseenter", layer, () => { this.map.getCanvas().style.cursor = "pointer"; });
      this.map.on("mouseleave", layer, () => { this.map.getCanvas().style.cursor = ""; });
    }
    this.map.on("idle", () => { this.element.dataset.still = "yes"; });
    this.map.on("movestart", () => { delete this.element.dataset.still; });
    this.map.on("moveend", () => { this.showList(); });
    if (this.frame.isFilter) this.offerArea();
    void this.fill(hasWorld);
  }

  private async fill(hasWorld: boolean): Promise<void> {
    this.update(undefined);
    void this.source("incidents").setData(toPoints(this.spots.spots));
    await Promise.all([hasWorld ? this.drawWorld() : null, this.drawLabels()]).catch(console.warn); // the incidents stand without them
  }

  /** The same map in the colours of the other scheme, light or dark. */
  private async recolour(): Promise<void> {
    const base = await askedBase(this.frame, this.element, readColours());
    this.map.setStyle(makeStyle(readColours(), base, namesAddress(this.element)), { diff: false });
    await this.map.once("style.load");
    await this.fill(base === null);
  }

  private async drawWorld(): Promise<void> {
    const [world, waters] = await Promise.all([readWorld(), readWaters()]);
    const drawn = { land: world.land, borders: world.borders, lakes: waters.lakes, rivers: waters.rivers };
    await Promise.all(Object.entries(drawn).map(([name, data]) => this.source(name).setData(data)));
  }

  /** The names of the incidents' own places, those of most first; the gazetteer's names say them no second time. */
  private async drawLabels(): Promise<void> {
    const labels = placeLabels(this.spots.spots);
    if (this.map.getLayer(NAMES)) this.map.setFilter(NAMES, otherNames(labels.map((label) => label.name)));
    await this.source("labels").setData(toLabelPoints(labels));
  }

  private showList(): void {
    const bounds = this.map.getBounds();
    const seen = spotsInside(this.spots.spots, bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth());
    this.frame.show(seen, this.spots, hrefOf(this.element));
  }

  private showArea(): void {
    const { place, radius } = currentFilter();
    const circle = this.frame.isFilter ? parseCircle(place, radius) : ownCircle(this.element);
    const geometry: GeoJSON.Polygon = { type: "Polygon", coordinates: circle ? [outline(circle)] : [] };
    void this.source("area").setData({ type: "FeatureCollection", features: circle ? [{ type: "Feature", properties: {}, geometry }] : [] });
  }

  private offerArea(): void {
    const [only, all] = [document.createElement("button"), document.createElement("button")];
    [only.type, all.type] = ["button", "button"];
    only.textContent = "Only this area";
    all.textContent = "All places";
    only.addEventListener("click", () => {
      const bounds = this.map.getBounds();
      const circle = circleInside(bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth());
      changeFilter({ place: `${circle.lat},${circle.lon}`, radius: String(circle.radius_km) });
    });
    all.addEventListener("click", () => {
      changeFilter({ place: "", radius: "" });
    });
    this.frame.buttons.append(only, all);
  }

  private async openCluster(event: MapLayerMouseEvent): Promise<void> {
    const [found] = event.features ?? [];
    if (!found) return;
    const cluster = Number(found.properties.cluster_id);
    const center = (found.geometry as GeoJSON.Point).coordinates as LngLatLike;
    const zoom = await this.source("incidents").getClusterExpansionZoom(cluster);
    if (zoom <= CLUSTERED_TO) {
      this.map.easeTo({ center, zoom, animate: !wantsStillness() });
      return;
    }
    const leaves = await this.source("incidents").getClusterLeaves(cluster, MOST_LISTED, 0);
    this.openPopup(center, leaves.map((leaf) => this.spots.spots[Number(leaf.properties?.at)]));
  }

  private openSpot(event: MapLayerMouseEvent): void {
    const found = (event.features ?? []).map((one) => this.spots.spots[Number(one.properties.at)]);
    const [only] = found;
    if (found.length === 1 && only) location.assign(spotAddress(hrefOf(this.element), only));
    else this.openPopup(event.lngLat, found);
  }

  private openPopup(center: LngLatLike, spots: readonly (Spot | undefined)[]): void {
    const list = document.createElement("ul");
    for (const spot of spots) if (spot) list.append(row(spot, hrefOf(this.element)));
    this.popup?.remove();
    this.popup = new Popup({ maxWidth: "20rem", focusAfterOpen: true }).setLngLat(center).setDOMContent(list).addTo(this.map);
  }
}

/** The address of the gazetteer's tiles, whole, since a worker asks for them; null where the page names none. */
function namesAddress(element: HTMLElement): string | null {
  return element.dataset.labels ? location.origin + element.dataset.labels : null;
}

async function askedBase(frame: Frame, element: HTMLElement, colour: (name: string) => string): Promise<Base | null> {
  const address = element.dataset.basemap;
  if (!address) return null;
  try {
    return await readBase(address, colour);
  } catch (problem) {
    frame.place.prepend(frame.note(`The basemap cannot be read (${String(problem)}); countries are drawn instead.`));
    return null;
  }
}

/** How far the place of the one incident that a map shows may reach; null where it shows several or nobody knows. */
function ownCircle(element: HTMLElement): Circle | null {
  const { lat, lon, radiusKm } = element.dataset;
  return lat && lon && radiusKm ? parseCircle(`${lat},${lon}`, radiusKm) : null;
}

function startBounds(element: HTMLElement, spots: readonly Spot[]): [number, number, number, number] {
  const { lat, lon, radiusKm, bounds = "" } = element.dataset;
  const given = bounds.split(",").map(Number);
  if (given.length === 4 && given.every(Number.isFinite)) return given as [number, number, number, number];
  if (lat === undefined || lon === undefined) return boundsOf(spots) ?? ANYWHERE;
  const reach = Math.max(Number(radiusKm ?? 0) / 60, 0.6);
  return [Number(lon) - reach, Number(lat) - reach, Number(lon) + reach, Number(lat) + reach];
}

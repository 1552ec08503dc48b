/** The filter as the address has it: the names are those of the command's options, so that a view can be sent on. */

/** What is asked for; a field that is empty asks for nothing. Days are ISO, both included. */
export interface Filter {
  readonly place: string;
  readonly radius: string;
  readonly from: string;
  readonly to: string;
  readonly kind: readonly string[];
  readonly actor: readonly string[];
  readonly source: readonly string[];
  readonly min_origins: string;
  readonly contested: boolean;
  readonly q: string;
}

const SINGLE = ["place", "radius", "from", "to", "min_origins", "q"] as const;
const SEVERAL = ["kind", "actor", "source"] as const;
const ON = new Set(["1", "true", "on", "yes"]);
const NAMES: ReadonlySet<string> = new Set([...SINGLE, ...SEVERAL, "contested"]);

/** What an address asks for. */
export function parseFilter(search: string): Filter {
  const given = new URLSearchParams(search);
  const one = (name: string): string => (given.get(name) ?? "").trim();
  const several = (name: string): string[] => [...new Set(given.getAll(name).map((value) => value.trim()).filter((value) => value !== ""))];
  return {
    place: one("place"),
    radius: one("radius"),
    from: one("from"),
    to: one("to"),
    kind: several("kind"),
    actor: several("actor"),
    source: several("source"),
    min_origins: ["0", "1"].includes(one("min_origins")) ? "" : one("min_origins"),
    contested: ON.has(one("contested").toLowerCase()),
    q: one("q"),
  };
}

/** The query string of a filter, always in the same order, with what else stood in the address kept; "" where nothing is asked. */
export function formatFilter(filter: Filter, others = ""): string {
  const made = new URLSearchParams();
  for (const name of SINGLE) if (filter[name] !== "") made.set(name, filter[name]);
  for (const name of SEVERAL) for (const value of filter[name]) made.append(name, value);
  if (filter.contested) made.set("contested", "1");
  for (const [name, value] of new URLSearchParams(others)) if (!NAMES.has(name) && name !== "page") made.append(name, value);
  const text = made.toString();
  return text === "" ? "" : `?${text}`;
}

/** Whether two filters ask for the same. */
export function isSame(one: Filter, other: Filter): boolean {
  return formatFilter(one) === formatFilter(other);
}

/** The address of data under a query string; what the address already has is kept unless the query says otherwise. */
export function dataAddress(source: string, search: string): string {
  const [path = "", own = ""] = source.split("?", 2);
  const made = new URLSearchParams(search);
  for (const [name, value] of new URLSearchParams(own)) if (!NAMES.has(name) && !made.has(name)) made.append(name, value);
  const text = made.toString();
  return text === "" ? path : `${path}?${text}`;
}

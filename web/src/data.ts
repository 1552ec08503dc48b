/** What the server answers, and what a page carries in itself. */

/** A reply that is no answer, in the server's words where it gave some. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";
}

/** The JSON under an address; throws ``NoAnswer`` with the reason in words. */
export async function readJson(address: string, signal?: AbortSignal): Promise<unknown> {
  const reply = await fetch(address, { headers: { Accept: "application/json" }, ...(signal ? { signal } : {}) });
  const body: unknown = await reply.json().catch(() => null);
  if (!reply.ok) throw new NoAnswer(textAt(body, "error") ?? `The server answers ${reply.status}.`);
  return body;
}

/** What a view draws: the rows that its element carries, or what its source answers. */
export async function readView(element: HTMLElement, address: string | undefined, signal?: AbortSignal): Promise<unknown> {
  if (element.dataset.rows) return JSON.parse(element.dataset.rows) as unknown;
  if (!address) throw new NoAnswer("This view names no data.");
  return readJson(address, signal);
}

/** A value as a record, empty where it is none. */
export function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** The list under one of these names, or the value itself if it is a list; empty where there is none. */
export function listAt(value: unknown, ...names: string[]): unknown[] {
  if (Array.isArray(value)) return value as unknown[];
  const record = asRecord(value);
  for (const name of names) if (Array.isArray(record[name])) return record[name] as unknown[];
  return [];
}

/** The rows under one of these names, each as a record of the given form. */
export function rowsAt<Row>(value: unknown, ...names: string[]): Row[] {
  return listAt(value, ...names) as Row[];
}

/** The text under a name, null where there is none. */
export function textAt(value: unknown, name: string): string | null {
  const found = asRecord(value)[name];
  return typeof found === "string" && found !== "" ? found : null;
}

/** The number under a name, null where there is none. */
export function numberAt(value: unknown, name: string): number | null {
  const found = asRecord(value)[name];
  return typeof found === "number" && Number.isFinite(found) ? found : null;
}

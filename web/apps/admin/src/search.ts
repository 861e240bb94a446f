/** Reading an address: only what has the right form stays, the rest is as if it were not there. */
export type RawSearch = Record<string, unknown>;

/** A text that is not empty. A number in an address is a text that looks like one. */
export function textIn(raw: RawSearch, name: string): string | undefined {
  const value = raw[name];
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}

export function oneOf<Value extends string>(raw: RawSearch, name: string, values: readonly Value[]): Value | undefined {
  return values.find((value) => value === raw[name]);
}

/** Without the entries that are absent, so that the address stays short. */
export function present<Entry extends object>(entries: { [Key in keyof Entry]: Entry[Key] | undefined }): Entry {
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined)) as Entry;
}

/** A value in a few words: its type, its size, a taste of it. */

export function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return value.length > 0 && value.every(isRow) ? "rows" : "list";
  return typeof value === "object" ? "object" : typeof value;
}

function isRow(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function describe(value: unknown): string {
  const type = typeOf(value);
  if (value === undefined) return "nothing yet";
  if (value === null) return "null";
  if (Array.isArray(value)) {
    const noun = type === "rows" ? "row" : "item";
    return `${value.length.toLocaleString("en")} ${value.length === 1 ? noun : `${noun}s`}`;
  }
  if (typeof value === "object") return shorten(JSON.stringify(value), 60);
  if (typeof value === "string") return value === "" ? "empty text" : `“${shorten(value, 60)}”`;
  return String(value);
}

export function shorten(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

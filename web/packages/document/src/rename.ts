/** Renaming what expressions speak of: every binding that mentions the old name is written anew. */
import { freeNames, parseExpression, partsOf } from "./template.ts";
import type { DocumentRecord, Json } from "./records.ts";

export function renameInExpression(source: string, from: string, to: string): string {
  if (!source.includes(from)) return source;
  const expression = parseExpression(source);
  if (expression === null) return source;
  const hits = freeNames(expression)
    .filter((free) => free.name === from)
    .sort((a, b) => b.start - a.start);
  return hits.reduce(
    (text, hit) => text.slice(0, hit.start) + (hit.shorthand ? `${from}: ${to}` : to) + text.slice(hit.end),
    source,
  );
}

export function renameInTemplate(template: string, from: string, to: string): string {
  if (!template.includes(from)) return template;
  return partsOf(template)
    .map((part) => (part.type === "text" ? part.text : `{{${renameInExpression(part.source, from, to)}}}`))
    .join("");
}

/** Renames in every string of a JSON value; what did not change stays the same value. */
function renameInJson<T extends Json>(value: T, from: string, to: string): T;
function renameInJson(value: Json, from: string, to: string): Json {
  if (typeof value === "string") return renameInTemplate(value, from, to);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map((item: Json) => renameInJson(item, from, to));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  const object = value as { readonly [key: string]: Json };
  let changed = false;
  const copy: { [key: string]: Json } = {};
  for (const [key, item] of Object.entries(object)) {
    const renamed = renameInJson(item, from, to);
    copy[key] = renamed;
    if (renamed !== item) changed = true;
  }
  return changed ? copy : value;
}

function renameInPart<T>(part: T, from: string, to: string): T {
  return renameInJson(part as Json, from, to) as T;
}

/** The record with every mention of `from` turned into `to`; the very same record if it mentions it nowhere. */
export function renameInRecord(record: DocumentRecord, from: string, to: string): DocumentRecord {
  if (record.kind === "widget") {
    const properties = renameInPart(record.properties, from, to);
    const events = renameInPart(record.events, from, to);
    return properties === record.properties && events === record.events ? record : { ...record, properties, events };
  }
  if (record.kind === "query") {
    const body = renameInPart(record.body, from, to);
    const settings = renameInPart(record.settings, from, to);
    const on_success = renameInPart(record.on_success, from, to);
    const on_error = renameInPart(record.on_error, from, to);
    const untouched =
      body === record.body &&
      settings === record.settings &&
      on_success === record.on_success &&
      on_error === record.on_error;
    return untouched ? record : { ...record, body, settings, on_success, on_error };
  }
  if (record.kind === "function") {
    const source = renameInExpression(record.source, from, to);
    return source === record.source ? record : { ...record, source };
  }
  return record;
}

/** The names that a record's expressions take from outside. */
export function namesMentioned(record: DocumentRecord): Set<string> {
  const names = new Set<string>();
  const read = (source: string): void => {
    const expression = parseExpression(source);
    if (expression) for (const free of freeNames(expression)) names.add(free.name);
  };
  const walk = (value: unknown): void => {
    if (typeof value === "string") {
      for (const part of partsOf(value)) if (part.type === "expression") read(part.source);
    } else if (typeof value === "object" && value !== null) Object.values(value).forEach(walk);
  };
  if (record.kind === "function") read(record.source);
  else if (record.kind === "widget") walk([record.properties, record.events]);
  else if (record.kind === "query") walk([record.body, record.settings, record.on_success, record.on_error]);
  return names;
}

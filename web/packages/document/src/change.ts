/**
 * A change of a document is a value that knows both sides. Undo is its inverse, autosave sends it, compare shows it,
 * and a conflict is two of them that meet in one record.
 */
import type { Document, DocumentRecord, RecordId } from "./records.ts";

type Records = { readonly [id: RecordId]: DocumentRecord };

export interface Change {
  readonly added: Records;
  readonly updated: { readonly [id: RecordId]: readonly [from: DocumentRecord, to: DocumentRecord] };
  readonly removed: Records;
}

export const NO_CHANGE: Change = { added: {}, updated: {}, removed: {} };

/** The document no longer holds what the change was made against. */
export class StaleChange extends Error {
  override readonly name = "StaleChange";
  /** All that is in its way, in order. */
  readonly records: readonly RecordId[];

  constructor(records: readonly RecordId[]) {
    super(`not as the change expects it: ${records.join(", ")}`);
    this.records = records;
  }
}

/** Structural equality of JSON values; the order of an object's keys does not matter. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((item, index) => same(item, b[index]));
  }
  const left = Object.entries(a);
  if (left.length !== Object.keys(b).length) return false;
  const right = b as { readonly [key: string]: unknown };
  return left.every(([key, value]) => Object.hasOwn(right, key) && same(value, right[key]));
}

export function isEmpty(change: Change): boolean {
  return touched(change).length === 0;
}

/** Every record the change speaks of. */
export function touched(change: Change): RecordId[] {
  return [...Object.keys(change.added), ...Object.keys(change.updated), ...Object.keys(change.removed)];
}

/** The document with the change made: all of it, or nothing and the records that stand in its way. */
export function apply(document: Document, change: Change): Document {
  const obstacles = obstaclesTo(document, change);
  if (obstacles.length > 0) throw new StaleChange(obstacles);
  const records: { [id: RecordId]: DocumentRecord } = { ...document.records };
  for (const id of Object.keys(change.removed)) delete records[id];
  for (const [id, [, to]] of Object.entries(change.updated)) records[id] = to;
  for (const [id, record] of Object.entries(change.added)) records[id] = record;
  return { schema: document.schema, records };
}

function obstaclesTo({ records }: Document, { added, updated, removed }: Change): RecordId[] {
  const changes = (id: RecordId): boolean => Object.hasOwn(updated, id);
  const coming = Object.keys(added).filter((id) => Object.hasOwn(records, id) || changes(id));
  const changing = Object.entries(updated).flatMap(([id, [from]]) => (same(records[id], from) ? [] : [id]));
  const going = Object.entries(removed).flatMap(([id, record]) => (same(records[id], record) && !changes(id) ? [] : [id]));
  return [...new Set([...coming, ...changing, ...going])].sort();
}

export function invert(change: Change): Change {
  const updated: { [id: RecordId]: readonly [DocumentRecord, DocumentRecord] } = {};
  for (const [id, [from, to]] of Object.entries(change.updated)) updated[id] = [to, from];
  return { added: change.removed, updated, removed: change.added };
}

/** What each touched record was before and is after; `null` where there was or will be none. */
export function sides(change: Change, id: RecordId): readonly [DocumentRecord | null, DocumentRecord | null] {
  const update = change.updated[id];
  if (update) return update;
  return [change.removed[id] ?? null, change.added[id] ?? null];
}

type Side = readonly [id: RecordId, before: DocumentRecord | null, after: DocumentRecord | null];

export function fromSides(list: Iterable<Side>): Change {
  const added: { [id: RecordId]: DocumentRecord } = {};
  const updated: { [id: RecordId]: readonly [DocumentRecord, DocumentRecord] } = {};
  const removed: { [id: RecordId]: DocumentRecord } = {};
  for (const [id, before, after] of list) {
    if (before && after) {
      if (!same(before, after)) updated[id] = [before, after];
    } else if (after) added[id] = after;
    else if (before) removed[id] = before;
  }
  return { added, updated, removed };
}

/** One change that does what `first` and then `second` do. */
export function compose(first: Change, second: Change): Change {
  const ids = new Set([...touched(first), ...touched(second)]);
  const firstTouched = new Set(touched(first));
  const secondTouched = new Set(touched(second));
  const list: Side[] = [];
  for (const id of ids) {
    const [before, between] = sides(firstTouched.has(id) ? first : second, id);
    if (!firstTouched.has(id) || !secondTouched.has(id)) {
      list.push([id, before, between]);
      continue;
    }
    const [expected, after] = sides(second, id);
    if (!same(between, expected)) throw new StaleChange([id]);
    list.push([id, before, after]);
  }
  return fromSides(list);
}

/** The change that leads from one document to the other. */
export function diff(from: Document, to: Document): Change {
  const ids = new Set([...Object.keys(from.records), ...Object.keys(to.records)]);
  const list: Side[] = [];
  for (const id of ids) {
    const before = from.records[id] ?? null;
    const after = to.records[id] ?? null;
    if (before !== after) list.push([id, before, after]);
  }
  return fromSides(list);
}

/** Gathers edits of single records into one change; commands are written with it. */
import { fromSides, type Change } from "./change.ts";
import type { Document, DocumentRecord, RecordId } from "./records.ts";

export class ChangeSet {
  readonly #document: Document;
  readonly #after = new Map<RecordId, DocumentRecord | null>();

  constructor(document: Document) {
    this.#document = document;
  }

  /** The record as it is after the edits so far. */
  get(id: RecordId): DocumentRecord | null {
    const after = this.#after.get(id);
    return after === undefined ? (this.#document.records[id] ?? null) : after;
  }

  put(record: DocumentRecord): void {
    this.#after.set(record.id, record);
  }

  remove(id: RecordId): void {
    this.#after.set(id, null);
  }

  /** Every record after the edits so far. */
  all(): DocumentRecord[] {
    const ids = new Set([...Object.keys(this.#document.records), ...this.#after.keys()]);
    return [...ids].map((id) => this.get(id)).filter((record) => record !== null);
  }

  document(): Document {
    return { schema: 1, records: Object.fromEntries(this.all().map((record) => [record.id, record])) };
  }

  change(): Change {
    return fromSides([...this.#after].map(([id, after]) => [id, this.#document.records[id] ?? null, after]));
  }
}

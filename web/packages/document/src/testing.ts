/** Builders for tests: a small support console, and ids that count. */
import { emptyDocument, type Document, type DocumentRecord, type QueryRecord, type WidgetRecord } from "./records.ts";
import { DEFAULT_QUERY_SETTINGS } from "./records.ts";
import type { Mint } from "./ids.ts";

export function countingMint(): Mint {
  let count = 0;
  return (kind) => `${kind}_${(++count).toString(16).padStart(32, "0")}`;
}

export function widget(id: string, patch: Partial<WidgetRecord> = {}): WidgetRecord {
  return {
    kind: "widget",
    id,
    page: "page_1",
    parent: null,
    slot: "main",
    type: "input",
    name: id,
    layout: { x: 0, y: 0, w: 4, h: 2 },
    properties: {},
    events: [],
    audience: null,
    ...patch,
  };
}

export function query(id: string, patch: Partial<QueryRecord> = {}): QueryRecord {
  return {
    kind: "query",
    id,
    name: id,
    datasource: "datasource_1",
    body: { type: "sql", statement: "select 1" },
    settings: DEFAULT_QUERY_SETTINGS,
    restricted: false,
    on_success: [],
    on_error: [],
    ...patch,
  };
}

export function documentOf(...records: DocumentRecord[]): Document {
  const page = { kind: "page", id: "page_1", name: "customers", title: "Customers", order: "V", in_menu: true } as const;
  const empty = emptyDocument("Support console");
  return { schema: 1, records: { ...empty.records, page_1: page, ...Object.fromEntries(records.map((r) => [r.id, r])) } };
}

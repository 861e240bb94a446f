/**
 * The records an app document is made of. The server's `model::document` holds the same shapes and refuses
 * unknown fields; `spec/vectors/document` is run by both. This package knows nothing of React, the network or widgets'
 * definitions. Start reading here, then `change.ts`.
 */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A string that may hold `{{ expression }}` parts. */
export type Template = string;

export type PageId = string;
export type WidgetId = string;
export type QueryId = string;
export type FunctionId = string;
export type RecordId = string;

export type Scheme = "system" | "light" | "dark";

export interface AppRecord {
  readonly kind: "app";
  readonly id: "app";
  readonly name: string;
  readonly home: PageId | null;
  readonly theme: { readonly scheme: Scheme; readonly accent: string | null };
}

export interface PageRecord {
  readonly kind: "page";
  readonly id: PageId;
  readonly name: string;
  readonly title: string;
  readonly order: string;
  readonly in_menu: boolean;
}

export const WIDGET_TYPES = [
  "table",
  "text",
  "statistic",
  "input",
  "select",
  "button",
  "form",
  "chart",
  "container",
  "tabs",
  "modal",
] as const;

export type WidgetType = (typeof WIDGET_TYPES)[number];

export interface Layout {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export interface Audience {
  readonly groups: readonly string[];
}

export type Tone = "info" | "success" | "warning" | "error";

export type Act =
  | { readonly type: "run_query"; readonly query: QueryId }
  | { readonly type: "set_value"; readonly widget: WidgetId; readonly value: Json }
  | { readonly type: "navigate"; readonly page: PageId; readonly params: { readonly [name: string]: Template } }
  | { readonly type: "notify"; readonly message: Template; readonly tone: Tone }
  | { readonly type: "open"; readonly widget: WidgetId }
  | { readonly type: "close"; readonly widget: WidgetId }
  | { readonly type: "confirm"; readonly message: Template }
  | { readonly type: "copy"; readonly value: Template }
  | { readonly type: "reset"; readonly widget: WidgetId };

export type ActType = Act["type"];

export interface Event {
  readonly on: string;
  readonly acts: readonly Act[];
}

export interface WidgetRecord {
  readonly kind: "widget";
  readonly id: WidgetId;
  readonly page: PageId;
  readonly parent: WidgetId | null;
  readonly slot: string;
  readonly type: WidgetType;
  readonly name: string;
  readonly layout: Layout;
  readonly properties: { readonly [name: string]: Json };
  readonly events: readonly Event[];
  readonly audience: Audience | null;
}

export interface SqlBody {
  readonly type: "sql";
  readonly statement: Template;
}

export type RestMethod = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export interface NamedTemplate {
  readonly name: string;
  readonly value: Template;
}

export interface RestBody {
  readonly type: "rest";
  readonly method: RestMethod;
  readonly path: Template;
  readonly query: readonly NamedTemplate[];
  readonly headers: readonly NamedTemplate[];
  readonly body: Template | null;
}

export type QueryBody = SqlBody | RestBody;

export interface QuerySettings {
  readonly timeout_ms: number;
  readonly max_rows: number;
  readonly max_bytes: number;
  readonly run_on_load: boolean;
  readonly confirm: string | null;
  readonly writes: boolean;
}

export interface QueryRecord {
  readonly kind: "query";
  readonly id: QueryId;
  readonly name: string;
  readonly datasource: string;
  readonly body: QueryBody;
  readonly settings: QuerySettings;
  readonly restricted: boolean;
  readonly on_success: readonly Act[];
  readonly on_error: readonly Act[];
}

export interface FunctionRecord {
  readonly kind: "function";
  readonly id: FunctionId;
  readonly name: string;
  readonly source: string;
}

export type DocumentRecord = AppRecord | PageRecord | WidgetRecord | QueryRecord | FunctionRecord;
export type RecordKind = DocumentRecord["kind"];

export interface Document {
  readonly schema: 1;
  readonly records: { readonly [id: RecordId]: DocumentRecord };
}

export const COLUMNS = 12;

export const DEFAULT_QUERY_SETTINGS: QuerySettings = {
  timeout_ms: 10_000,
  max_rows: 1_000,
  max_bytes: 10_485_760,
  run_on_load: false,
  confirm: null,
  writes: false,
};

export function emptyDocument(name: string): Document {
  const app: AppRecord = { kind: "app", id: "app", name, home: null, theme: { scheme: "system", accent: null } };
  return { schema: 1, records: { app } };
}

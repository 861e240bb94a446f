/** Reading a document: its records by kind, and who contains whom. */
import { byOrder } from "./order.ts";
import type {
  AppRecord,
  Document,
  FunctionRecord,
  PageId,
  PageRecord,
  QueryRecord,
  WidgetId,
  WidgetRecord,
} from "./records.ts";

export function appOf(document: Document): AppRecord {
  const record = document.records["app"];
  if (record?.kind !== "app") throw new Error("the document has no app record");
  return record;
}

export function pagesOf(document: Document): PageRecord[] {
  return Object.values(document.records)
    .filter((record) => record.kind === "page")
    .sort(byOrder);
}

export function queriesOf(document: Document): QueryRecord[] {
  return Object.values(document.records)
    .filter((record) => record.kind === "query")
    .sort(byName);
}

export function functionsOf(document: Document): FunctionRecord[] {
  return Object.values(document.records)
    .filter((record) => record.kind === "function")
    .sort(byName);
}

export function widgetsOf(document: Document): WidgetRecord[] {
  return Object.values(document.records).filter((record) => record.kind === "widget");
}

export function widgetOf(document: Document, id: WidgetId): WidgetRecord | null {
  const record = document.records[id];
  return record?.kind === "widget" ? record : null;
}

export function pageOf(document: Document, id: PageId): PageRecord | null {
  const record = document.records[id];
  return record?.kind === "page" ? record : null;
}

export function queryOf(document: Document, id: string): QueryRecord | null {
  const record = document.records[id];
  return record?.kind === "query" ? record : null;
}

/** A place that holds widgets side by side on one grid. */
export interface Place {
  readonly page: PageId;
  readonly parent: WidgetId | null;
  readonly slot: string;
}

export function placeOf(widget: WidgetRecord): Place {
  return { page: widget.page, parent: widget.parent, slot: widget.slot };
}

export function samePlace(a: Place, b: Place): boolean {
  return a.page === b.page && a.parent === b.parent && a.slot === b.slot;
}

/** The widgets of one grid, in reading order. */
export function widgetsIn(document: Document, place: Place): WidgetRecord[] {
  return widgetsOf(document)
    .filter((widget) => samePlace(widget, place))
    .sort(byReading);
}

export function childrenOf(document: Document, parent: WidgetId): WidgetRecord[] {
  return widgetsOf(document)
    .filter((widget) => widget.parent === parent)
    .sort(byReading);
}

/** The widget and everything inside it, parents before children. */
export function subtreeOf(document: Document, id: WidgetId): WidgetRecord[] {
  const root = widgetOf(document, id);
  if (!root) return [];
  return [root, ...childrenOf(document, id).flatMap((child) => subtreeOf(document, child.id))];
}

export function isInside(document: Document, id: WidgetId, ancestor: WidgetId): boolean {
  const seen = new Set<WidgetId>();
  let current: WidgetId | null = id;
  while (current !== null && !seen.has(current)) {
    if (current === ancestor) return true;
    seen.add(current);
    current = widgetOf(document, current)?.parent ?? null;
  }
  return false;
}

/** The chosen widgets without those that lie inside another chosen one. */
export function outermost(document: Document, ids: readonly WidgetId[]): WidgetRecord[] {
  return ids
    .map((id) => widgetOf(document, id))
    .filter((widget) => widget !== null)
    .filter((widget) => !ids.some((other) => other !== widget.id && isInside(document, widget.id, other)));
}

function byReading(a: WidgetRecord, b: WidgetRecord): number {
  return a.layout.y - b.layout.y || a.layout.x - b.layout.x || byName(a, b);
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

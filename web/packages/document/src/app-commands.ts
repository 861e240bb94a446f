/** What can be done to the app, its pages, queries and functions. */
import type { Change } from "./change.ts";
import { ChangeSet } from "./change-set.ts";
import { mintId, type Mint } from "./ids.ts";
import { freeName, freeNameIn, isIdentifier, nameFault, nameFromTitle } from "./names.ts";
import { keyBetween } from "./order.ts";
import {
  DEFAULT_QUERY_SETTINGS,
  type AppRecord,
  type Document,
  type FunctionRecord,
  type PageId,
  type PageRecord,
  type QueryBody,
  type QueryRecord,
  type RecordId,
} from "./records.ts";
import { renameInRecord } from "./rename.ts";
import { appOf, pageOf, pagesOf, queryOf, widgetsOf } from "./tree.ts";
import { forget } from "./widget-commands.ts";

export interface MadeOne {
  readonly change: Change;
  readonly id: RecordId;
}

export function editApp(document: Document, patch: Partial<Omit<AppRecord, "kind" | "id">>): Change {
  const set = new ChangeSet(document);
  set.put({ ...appOf(document), ...patch });
  return set.change();
}

/** Adds a page at the end; the first one becomes the home page. */
export function addPage(document: Document, title: string, mint: Mint = mintId): MadeOne {
  const set = new ChangeSet(document);
  const pages = pagesOf(document);
  const id = mint("page");
  const name = freePageName(document, nameFromTitle(title), null);
  set.put({ kind: "page", id, name, title, order: keyBetween(pages.at(-1)?.order ?? null, null), in_menu: true });
  const app = appOf(document);
  if (app.home === null) set.put({ ...app, home: id });
  return { change: set.change(), id };
}

function freePageName(document: Document, wanted: string, self: PageId | null): string {
  const taken = new Set(pagesOf(document).flatMap((page) => (page.id === self ? [] : [page.name])));
  return taken.has(wanted) ? freeName((name) => taken.has(name), wanted) : wanted;
}

/** Gives a page a title, and the name that follows from it. */
export function retitlePage(document: Document, id: PageId, title: string): Change {
  return editPage(document, id, { title, name: freePageName(document, nameFromTitle(title), id) });
}

export function pageNameFault(document: Document, name: string, self: PageId): string | null {
  if (!isIdentifier(name)) return "use letters, digits and _ and start with a letter";
  return pagesOf(document).some((page) => page.id !== self && page.name === name) ? `\`${name}\` is taken` : null;
}

export function editPage(document: Document, id: PageId, patch: Partial<Omit<PageRecord, "kind" | "id">>): Change {
  const set = new ChangeSet(document);
  const page = pageOf(document, id);
  if (page) set.put({ ...page, ...patch });
  return set.change();
}

/** Moves a page to the index it shall have among the pages. */
export function movePage(document: Document, id: PageId, index: number): Change {
  const others = pagesOf(document).filter((page) => page.id !== id);
  const at = Math.min(Math.max(index, 0), others.length);
  const order = keyBetween(others[at - 1]?.order ?? null, others[at]?.order ?? null);
  return pagesOf(document)[at]?.id === id ? new ChangeSet(document).change() : editPage(document, id, { order });
}

/** Removes a page with its widgets; another page becomes home if it was. */
export function removePage(document: Document, id: PageId): Change {
  const set = new ChangeSet(document);
  const gone = new Set<RecordId>([id]);
  for (const widget of widgetsOf(document)) if (widget.page === id) gone.add(widget.id);
  for (const record of gone) set.remove(record);
  const app = appOf(document);
  if (app.home === id) set.put({ ...app, home: pagesOf(document).find((page) => page.id !== id)?.id ?? null });
  forget(set, gone);
  return set.change();
}

export function addQuery(document: Document, datasource: string, body: QueryBody, mint: Mint = mintId): MadeOne {
  const set = new ChangeSet(document);
  const query: QueryRecord = {
    kind: "query",
    id: mint("query"),
    name: freeNameIn(document, "query"),
    datasource,
    body,
    settings: DEFAULT_QUERY_SETTINGS,
    restricted: false,
    on_success: [],
    on_error: [],
  };
  set.put(query);
  return { change: set.change(), id: query.id };
}

export function editQuery(
  document: Document,
  id: RecordId,
  patch: Partial<Omit<QueryRecord, "kind" | "id" | "name">>,
): Change {
  const set = new ChangeSet(document);
  const query = queryOf(document, id);
  if (query) set.put({ ...query, ...patch });
  return set.change();
}

export function duplicateQuery(document: Document, id: RecordId, mint: Mint = mintId): MadeOne | null {
  const query = queryOf(document, id);
  if (!query) return null;
  const set = new ChangeSet(document);
  const copy = { ...query, id: mint("query"), name: freeNameIn(document, query.name) };
  set.put(copy);
  return { change: set.change(), id: copy.id };
}

export function addFunction(document: Document, source: string, mint: Mint = mintId): MadeOne {
  const set = new ChangeSet(document);
  const record: FunctionRecord = { kind: "function", id: mint("function"), name: freeNameIn(document, "function"), source };
  set.put(record);
  return { change: set.change(), id: record.id };
}

export function editFunction(document: Document, id: RecordId, source: string): Change {
  const set = new ChangeSet(document);
  const record = document.records[id];
  if (record?.kind === "function") set.put({ ...record, source });
  return set.change();
}

/** Removes a query or a function, and the acts that spoke of it. */
export function removeRecord(document: Document, id: RecordId): Change {
  const set = new ChangeSet(document);
  if (!document.records[id]) return set.change();
  set.remove(id);
  forget(set, new Set([id]));
  return set.change();
}

/** Renames a widget, query or function, and writes every binding anew that mentions it. */
export function renameNamed(document: Document, id: RecordId, name: string): Change {
  const set = new ChangeSet(document);
  const record = document.records[id];
  const named = record?.kind === "widget" || record?.kind === "query" || record?.kind === "function";
  if (!named || record.name === name || nameFault(document, name, id) !== null) return set.change();
  set.put({ ...record, name });
  for (const other of set.all()) {
    const renamed = renameInRecord(other, record.name, name);
    if (renamed !== other) set.put(renamed);
  }
  return set.change();
}

/**
 * What a document must hold to: the same rules as the server's `model::document::validate`, with the same paths; both
 * run `spec/vectors/document`. Here it is for saying a fault before the round trip, and for deciding whether a merge
 * holds together. What widgets there are is told by whoever asks; without a catalogue it is not checked.
 */
import { faultsOfActs, faultsOfEvents } from "./check-acts.ts";
import { textFaults, templateFaults, valueFaults, type Fault } from "./check-values.ts";
import { isIdentifier, RESERVED_NAMES } from "./names.ts";
import {
  COLUMNS,
  type AppRecord,
  type Document,
  type DocumentRecord,
  type NamedTemplate,
  type PageRecord,
  type QueryRecord,
  type WidgetRecord,
} from "./records.ts";
import { pageOf, widgetOf } from "./tree.ts";

export type { Fault } from "./check-values.ts";

/** What must be known of the types of widgets: their events, and whether others may lie in them. */
export type WidgetCatalogue = ReadonlyMap<string, { readonly events: readonly string[]; readonly container: boolean }>;

const MAX_NESTING = 16;
const MAX_RECORDS = 5_000;
const MAX_DOCUMENT_BYTES = 2 * 1024 * 1024;
const MAX_ROW = 10_000;
const MAX_PARTS = 100;
const MAX_PROPERTY_DEPTH = 8;

export function faultsOf(document: Document, catalogue: WidgetCatalogue | null = null): Fault[] {
  const records = Object.entries(document.records).sort(([a], [b]) => (a < b ? -1 : 1));
  const faults = [...faultsOfSize(document, records.length), ...faultsOfNames(records)];
  if (document.records["app"]?.kind !== "app") faults.push({ path: "records.app", message: "the record of the app is missing" });
  for (const [key, record] of records) {
    const path = `records.${key}`;
    if (record.id !== key) faults.push({ path, message: `the record's id is \`${record.id}\`` });
    faults.push(...faultsOfRecord(document, path, record, catalogue));
  }
  return faults;
}

function faultsOfSize(document: Document, count: number): Fault[] {
  const bytes = new TextEncoder().encode(JSON.stringify(document)).length;
  if (count > MAX_RECORDS) return [{ path: "records", message: `there are ${count} records, at most ${MAX_RECORDS}` }];
  return bytes > MAX_DOCUMENT_BYTES ? [{ path: "records", message: `it takes ${bytes} bytes, at most ${MAX_DOCUMENT_BYTES}` }] : [];
}

/** Names must be names, free, and without a meaning already. Of two that share one, the later id is at fault. */
function faultsOfNames(records: readonly (readonly [string, DocumentRecord])[]): Fault[] {
  const faults: Fault[] = [];
  const pages = new Set<string>();
  const roots = new Set<string>();
  for (const [key, record] of records) {
    if (record.kind === "app") continue;
    const path = `records.${key}.name`;
    const taken = record.kind === "page" ? pages : roots;
    if (!isIdentifier(record.name)) faults.push({ path, message: "use letters, digits and _ and start with a letter" });
    if (taken.has(record.name)) faults.push({ path, message: `\`${record.name}\` is taken` });
    if (record.kind !== "page" && RESERVED_NAMES.has(record.name)) faults.push({ path, message: `\`${record.name}\` is reserved` });
    taken.add(record.name);
  }
  return faults;
}

function faultsOfRecord(document: Document, path: string, record: DocumentRecord, catalogue: WidgetCatalogue | null): Fault[] {
  switch (record.kind) {
    case "app":
      return faultsOfApp(document, path, record);
    case "page":
      return faultsOfPage(path, record);
    case "widget":
      return faultsOfWidget(document, path, record, catalogue);
    case "query":
      return faultsOfQuery(document, path, record);
    case "function":
      return templateFaults(`${path}.source`, record.source);
  }
}

function faultsOfApp(document: Document, path: string, app: AppRecord): Fault[] {
  const faults = textFaults(`${path}.name`, app.name, 1, 100);
  if (app.home !== null && !pageOf(document, app.home)) faults.push({ path: `${path}.home`, message: `there is no page \`${app.home}\`` });
  const { accent } = app.theme;
  if (accent !== null && !/^#[0-9a-f]{6}$/i.test(accent)) faults.push({ path: `${path}.theme.accent`, message: "not a colour such as `#1c7ed6`" });
  return faults;
}

function faultsOfPage(path: string, page: PageRecord): Fault[] {
  const faults = textFaults(`${path}.title`, page.title, 1, 200);
  if (!/^[0-9A-Za-z]{1,64}$/.test(page.order)) faults.push({ path: `${path}.order`, message: "not a place: 1 to 64 letters and digits" });
  return faults;
}

function faultsOfWidget(document: Document, path: string, widget: WidgetRecord, catalogue: WidgetCatalogue | null): Fault[] {
  const faults: Fault[] = [];
  if (!pageOf(document, widget.page)) faults.push({ path: `${path}.page`, message: `there is no page \`${widget.page}\`` });
  faults.push(...faultsOfPlace(document, path, widget, catalogue), ...faultsOfLayout(`${path}.layout`, widget));
  for (const [name, value] of Object.entries(widget.properties)) {
    faults.push(...valueFaults(`${path}.properties`, { [name]: value }, MAX_PROPERTY_DEPTH, isIdentifier));
  }
  const known = catalogue?.get(widget.type);
  if (catalogue && !known) faults.push({ path: `${path}.type`, message: `there is no widget type \`${widget.type}\`` });
  if (!catalogue || known) faults.push(...faultsOfEvents(document, `${path}.events`, widget.events, known?.events ?? null));
  const groups = [...new Set(widget.audience?.groups ?? [])].sort();
  return [...faults, ...groups.flatMap((group, index) => textFaults(`${path}.audience.groups.${index}`, group, 1, 200))];
}

function faultsOfPlace(document: Document, path: string, widget: WidgetRecord, catalogue: WidgetCatalogue | null): Fault[] {
  const faults: Fault[] = [];
  if (!isIdentifier(widget.slot)) faults.push({ path: `${path}.slot`, message: "not the key of a slot" });
  if (widget.parent === null) {
    if (widget.slot !== "main") faults.push({ path: `${path}.slot`, message: "a page has only the slot `main`" });
    return faults;
  }
  const at = `${path}.parent`;
  const parent = widgetOf(document, widget.parent);
  if (!parent) return [...faults, { path: at, message: `there is no widget \`${widget.parent}\`` }];
  if (parent.page !== widget.page) faults.push({ path: at, message: `\`${parent.id}\` is on another page` });
  if (catalogue?.get(parent.type)?.container === false) faults.push({ path: at, message: `a \`${parent.type}\` holds no other widgets` });
  if (depthOf(document, parent) > MAX_NESTING) {
    faults.push({ path: at, message: `the widget lies in itself, or deeper than ${MAX_NESTING} widgets` });
  }
  return faults;
}

/** How many widgets lie around and including this one, as far as it matters. */
function depthOf(document: Document, widget: WidgetRecord): number {
  let [depth, above]: [number, WidgetRecord | null] = [1, widget];
  while (depth <= MAX_NESTING && above.parent !== null) {
    above = widgetOf(document, above.parent);
    if (!above) return depth;
    depth += 1;
  }
  return depth;
}

function faultsOfLayout(path: string, { layout: { x, y, w, h } }: WidgetRecord): Fault[] {
  const whole = [x, y, w, h].every((number) => Number.isInteger(number) && number >= 0);
  const lies = whole && w >= 1 && h >= 1 && x + w <= COLUMNS && y + h <= MAX_ROW;
  return lies ? [] : [{ path, message: `not within ${COLUMNS} columns and ${MAX_ROW} rows` }];
}

function faultsOfQuery(document: Document, path: string, query: QueryRecord): Fault[] {
  const { body, settings } = query;
  const faults = body.type === "sql" ? templateFaults(`${path}.body.statement`, body.statement) : [];
  if (body.type === "rest") {
    faults.push(...templateFaults(`${path}.body.path`, body.path), ...(body.body === null ? [] : templateFaults(`${path}.body.body`, body.body)));
    faults.push(...faultsOfParts(`${path}.body.query`, body.query, (at, name) => textFaults(at, name, 1, 200)));
    faults.push(...faultsOfParts(`${path}.body.headers`, body.headers, headerFaults));
  }
  const within = (name: "timeout_ms" | "max_rows" | "max_bytes", least: number, most: number): Fault[] =>
    settings[name] >= least && settings[name] <= most
      ? []
      : [{ path: `${path}.settings.${name}`, message: `must lie between ${least} and ${most}` }];
  faults.push(...within("timeout_ms", 100, 120_000), ...within("max_rows", 1, 100_000), ...within("max_bytes", 1, 104_857_600));
  if (settings.confirm !== null) faults.push(...textFaults(`${path}.settings.confirm`, settings.confirm, 1, 1_000));
  faults.push(...faultsOfActs(document, `${path}.on_success`, query.on_success), ...faultsOfActs(document, `${path}.on_error`, query.on_error));
  return faults;
}

function headerFaults(path: string, name: string): Fault[] {
  return /^[0-9A-Za-z_-]{1,200}$/.test(name) ? [] : [{ path, message: "not the name of a header" }];
}

function faultsOfParts(
  path: string,
  parts: readonly NamedTemplate[],
  nameFaults: (path: string, name: string) => Fault[],
): Fault[] {
  const many = parts.length > MAX_PARTS ? [{ path, message: `there are ${parts.length}, at most ${MAX_PARTS}` }] : [];
  const each = parts.flatMap(({ name, value }, index) => [
    ...nameFaults(`${path}.${index}.name`, name),
    ...templateFaults(`${path}.${index}.value`, value),
  ]);
  return [...many, ...each];
}

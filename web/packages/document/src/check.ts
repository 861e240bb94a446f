/**
 * What a document must hold to. The server checks the same and more (widgets' properties and events); this is for saying
 * it before the round trip, and for deciding whether a merge holds together.
 */
import { namesIn, nameFault } from "./names.ts";
import { COLUMNS, type Document, type DocumentRecord, type RecordId, type WidgetRecord } from "./records.ts";
import { actsOf, targetOf } from "./references.ts";
import { isInside, pagesOf } from "./tree.ts";

export interface Fault {
  readonly record: RecordId;
  readonly message: string;
}

export function faultsOf(document: Document): Fault[] {
  const faults: Fault[] = [];
  if (document.records["app"]?.kind !== "app") faults.push({ record: "app", message: "the app record is missing" });
  for (const [id, record] of Object.entries(document.records)) {
    if (record.id !== id) faults.push({ record: id, message: `its id is \`${record.id}\`` });
    for (const message of faultsOfRecord(document, record)) faults.push({ record: id, message });
  }
  return faults;
}

function faultsOfRecord(document: Document, record: DocumentRecord): string[] {
  const messages = actsOf(record)
    .map(targetOf)
    .filter((target) => target !== null && !Object.hasOwn(document.records, target))
    .map((target) => `an act needs \`${String(target)}\`, which does not exist`);
  if (record.kind === "app" && record.home !== null && document.records[record.home]?.kind !== "page") {
    messages.push("the home page does not exist");
  }
  if (record.kind === "page" && pagesOf(document).some((page) => page.id !== record.id && page.name === record.name)) {
    messages.push(`another page is called \`${record.name}\``);
  }
  if (record.kind === "widget" || record.kind === "query" || record.kind === "function") {
    const holder = namesIn(document).get(record.name);
    const fault = holder === record.id ? nameFault(document, record.name, record.id) : `\`${record.name}\` is taken`;
    if (fault !== null) messages.push(fault);
  }
  if (record.kind === "widget") messages.push(...faultsOfWidget(document, record));
  return messages;
}

function faultsOfWidget(document: Document, widget: WidgetRecord): string[] {
  const messages: string[] = [];
  const { x, y, w, h } = widget.layout;
  const whole = [x, y, w, h].every(Number.isInteger);
  if (!whole || x < 0 || y < 0 || w < 1 || h < 1 || x + w > COLUMNS) messages.push("its layout is not on the grid");
  if (document.records[widget.page]?.kind !== "page") messages.push("its page does not exist");
  if (widget.parent !== null) {
    const parent = document.records[widget.parent];
    if (parent?.kind !== "widget") messages.push("the widget it lies in does not exist");
    else if (parent.page !== widget.page) messages.push("it lies on another page than the widget around it");
    else if (isInside(document, widget.parent, widget.id)) messages.push("it lies inside itself");
  }
  return messages;
}

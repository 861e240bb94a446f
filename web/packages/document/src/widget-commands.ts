/** What can be done to widgets. Every command reads a document and answers a change; none touches it. */
import type { Change } from "./change.ts";
import { ChangeSet } from "./change-set.ts";
import { clamp, firstFree, overlaps, settle } from "./grid.ts";
import { mintId, type Mint } from "./ids.ts";
import { freeName, freeNameIn, namesIn, RESERVED_NAMES } from "./names.ts";
import type {
  Audience,
  Document,
  Event,
  Json,
  Layout,
  RecordId,
  WidgetId,
  WidgetRecord,
  WidgetType,
} from "./records.ts";
import { dropActs, retargetActs } from "./references.ts";
import { renameInRecord } from "./rename.ts";
import { isInside, outermost, placeOf, samePlace, subtreeOf, widgetOf, widgetsIn, type Place } from "./tree.ts";

export interface Seed {
  readonly type: WidgetType;
  readonly w: number;
  readonly h: number;
  readonly properties: { readonly [name: string]: Json };
  readonly events?: readonly Event[];
}

export interface Made {
  readonly change: Change;
  readonly ids: readonly WidgetId[];
}

/** Adds a widget at `at`, or at the first free place; whatever lies there slides down. */
export function addWidget(
  document: Document,
  place: Place,
  seed: Seed,
  at: { readonly x: number; readonly y: number } | null,
  mint: Mint = mintId,
): Made {
  const set = new ChangeSet(document);
  const taken = roomTaken(document, place);
  const layout = at ? clamp({ ...at, w: seed.w, h: seed.h }) : firstFree(taken, seed.w, seed.h);
  const widget: WidgetRecord = {
    kind: "widget",
    id: mint("widget"),
    ...place,
    type: seed.type,
    name: freeNameIn(document, seed.type),
    layout,
    properties: seed.properties,
    events: seed.events ?? [],
    audience: null,
  };
  set.put(widget);
  makeRoom(set, place, new Set([widget.id]));
  return { change: set.change(), ids: [widget.id] };
}

export interface Placing {
  readonly id: WidgetId;
  readonly place: Place;
  readonly layout: Layout;
}

/** Moves, resizes and reparents, all in one: each widget gets a place and a layout; the others give way. */
export function placeWidgets(document: Document, placings: readonly Placing[]): Change {
  const set = new ChangeSet(document);
  const fixed = new Set<WidgetId>();
  for (const { id, place, layout } of placings) {
    const widget = widgetOf(document, id);
    if (!widget || (place.parent !== null && isInside(document, place.parent, id))) continue;
    fixed.add(id);
    set.put({ ...widget, ...place, layout: clamp(layout) });
    if (place.page === widget.page) continue;
    for (const inner of subtreeOf(document, id).slice(1)) set.put({ ...inner, page: place.page });
  }
  for (const { place } of placings) makeRoom(set, place, fixed);
  return set.change();
}

/** Moves or resizes by whole cells within the same grid. */
export function nudgeWidgets(document: Document, ids: readonly WidgetId[], by: Layout): Change {
  const placings = outermost(document, ids).map((widget) => ({
    id: widget.id,
    place: placeOf(widget),
    layout: clamp({
      x: widget.layout.x + by.x,
      y: widget.layout.y + by.y,
      w: Math.min(widget.layout.w + by.w, 12 - widget.layout.x),
      h: widget.layout.h + by.h,
    }),
  }));
  return placeWidgets(document, placings);
}

/** A modal lies over its page and takes no room on the grid. */
function takesRoom(widget: WidgetRecord): boolean {
  return widget.type !== "modal";
}

export function roomTaken(document: Document, place: Place): Layout[] {
  return widgetsIn(document, place)
    .filter(takesRoom)
    .map((widget) => widget.layout);
}

function makeRoom(set: ChangeSet, place: Place, fixed: ReadonlySet<WidgetId>): void {
  const boxes = set
    .all()
    .filter((record) => record.kind === "widget")
    .filter((widget) => samePlace(placeOf(widget), place) && takesRoom(widget));
  const moved = settle(boxes, fixed);
  for (const [id, layout] of moved) {
    const widget = set.get(id);
    if (widget?.kind === "widget") set.put({ ...widget, layout });
  }
}

/** Removes widgets with everything inside, and the acts elsewhere that spoke of them. */
export function removeWidgets(document: Document, ids: readonly WidgetId[]): Change {
  const set = new ChangeSet(document);
  const gone = new Set<RecordId>();
  for (const id of ids) for (const widget of subtreeOf(document, id)) gone.add(widget.id);
  for (const id of gone) set.remove(id);
  forget(set, gone);
  return set.change();
}

/** Drops every act whose target is gone. */
export function forget(set: ChangeSet, gone: ReadonlySet<RecordId>): void {
  for (const record of set.all()) {
    const kept = dropActs(record, (id) => !gone.has(id));
    if (kept !== record) set.put(kept);
  }
}

/** Widgets cut out of a document, parents before children, as the clipboard carries them. */
export interface Clip {
  readonly sallyport: "widgets";
  readonly widgets: readonly WidgetRecord[];
}

export function copyWidgets(document: Document, ids: readonly WidgetId[]): Clip {
  return { sallyport: "widgets", widgets: outermost(document, ids).flatMap((widget) => subtreeOf(document, widget.id)) };
}

/**
 * Pastes under fresh ids and names. Mentions among the pasted widgets follow the new names; acts that speak of
 * something this app does not have are dropped.
 */
export function pasteWidgets(document: Document, clip: Clip, place: Place, mint: Mint = mintId): Made {
  const set = new ChangeSet(document);
  const ids = new Map(clip.widgets.map((widget) => [widget.id, mint("widget")]));
  const names = freshNames(document, clip.widgets);
  const taken = roomTaken(document, place);
  const roots: WidgetId[] = [];
  for (const widget of clip.widgets) {
    const id = ids.get(widget.id) ?? mint("widget");
    const parent = widget.parent === null ? null : (ids.get(widget.parent) ?? null);
    const copy = parent === null ? rootCopy(widget, place, taken) : { ...widget, parent, page: place.page };
    if (parent === null) roots.push(id);
    set.put(reword({ ...copy, id, name: names.get(widget.name) ?? widget.name }, ids, names, document));
  }
  return { change: set.change(), ids: roots };
}

function rootCopy(widget: WidgetRecord, place: Place, taken: Layout[]): WidgetRecord {
  const below = clamp({ ...widget.layout, y: widget.layout.y + widget.layout.h });
  const free = taken.every((other) => !overlaps(other, widget.layout)) ? widget.layout : null;
  const layout = free ?? (taken.every((other) => !overlaps(other, below)) ? below : firstFree(taken, below.w, below.h));
  taken.push(layout);
  return { ...widget, ...place, layout };
}

function freshNames(document: Document, widgets: readonly WidgetRecord[]): Map<string, string> {
  const taken = new Set([...namesIn(document).keys(), ...RESERVED_NAMES]);
  const names = new Map<string, string>();
  for (const widget of widgets) {
    const name = taken.has(widget.name) ? freeName((candidate) => taken.has(candidate), widget.name) : widget.name;
    taken.add(name);
    names.set(widget.name, name);
  }
  return names;
}

function reword(
  widget: WidgetRecord,
  ids: ReadonlyMap<RecordId, RecordId>,
  names: ReadonlyMap<string, string>,
  document: Document,
): WidgetRecord {
  const fresh = new Set(ids.values());
  let record = dropActs(retargetActs(widget, ids), (id) => fresh.has(id) || Object.hasOwn(document.records, id));
  // Two passes through names that nobody has, so that a1→a2 and a2→a3 do not run into one another.
  const pairs = [...names].filter(([from, to]) => from !== to);
  for (const [from] of pairs) record = renameInRecord(record, from, `__renamed_${from}`);
  for (const [from, to] of pairs) record = renameInRecord(record, `__renamed_${from}`, to);
  return record.kind === "widget" ? record : widget;
}

/** Copies widgets beside themselves. */
export function duplicateWidgets(document: Document, ids: readonly WidgetId[], mint: Mint = mintId): Made {
  const first = outermost(document, ids)[0];
  if (!first) return { change: new ChangeSet(document).change(), ids: [] };
  return pasteWidgets(document, copyWidgets(document, ids), placeOf(first), mint);
}

/** Sets a property; `undefined` takes it away, so that the default holds again. */
export function setProperty(document: Document, id: WidgetId, name: string, value: Json | undefined): Change {
  return editWidget(document, id, (widget) => {
    const { [name]: _old, ...others } = widget.properties;
    return { ...widget, properties: value === undefined ? others : { ...widget.properties, [name]: value } };
  });
}

export function setEvents(document: Document, id: WidgetId, events: readonly Event[]): Change {
  return editWidget(document, id, (widget) => ({ ...widget, events }));
}

export function setAudience(document: Document, id: WidgetId, audience: Audience | null): Change {
  return editWidget(document, id, (widget) => ({ ...widget, audience }));
}

function editWidget(document: Document, id: WidgetId, edit: (widget: WidgetRecord) => WidgetRecord): Change {
  const set = new ChangeSet(document);
  const widget = widgetOf(document, id);
  if (widget) set.put(edit(widget));
  return set.change();
}

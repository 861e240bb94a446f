/**
 * Where things are on the screen. The only module that knows what the renderer leaves in the page for the editor:
 * `data-widget-id` on every widget's frame, `data-grid` (`<widget or page id>/<slot>`) on every grid.
 */
import { COLUMNS, type Document, type Layout, type WidgetId } from "@sallyport/document/records.ts";
import { isInside, widgetOf, type Place } from "@sallyport/document/tree.ts";
import { GRID } from "@sallyport/widgets/definition.ts";

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A grid on the screen: where its first cell begins and how far apart cells are. */
export interface Lattice {
  readonly left: number;
  readonly top: number;
  readonly column: number;
  readonly row: number;
  readonly columnGap: number;
  readonly rowGap: number;
}

export function frameOf(id: WidgetId): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-widget-id="${CSS.escape(id)}"]`);
}

/** The innermost widget at an element. */
export function widgetAt(target: EventTarget | null): WidgetId | null {
  return target instanceof Element ? (target.closest<HTMLElement>("[data-widget-id]")?.dataset["widgetId"] ?? null) : null;
}

export function gridOf(place: Place): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-grid="${CSS.escape(`${place.parent ?? place.page}/${place.slot}`)}"]`);
}

function placeOfGrid(app: Document, grid: HTMLElement): Place | null {
  const [owner, slot] = grid.dataset["grid"]?.split("/") ?? [];
  if (owner === undefined || slot === undefined) return null;
  const record = app.records[owner];
  if (record?.kind === "page") return { page: owner, parent: null, slot };
  return record?.kind === "widget" ? { page: record.page, parent: owner, slot } : null;
}

/** The innermost grid under the pointer that does not lie inside what is being dragged. */
export function placeAt(app: Document, point: Point, dragged: readonly WidgetId[]): Place | null {
  for (const element of document.elementsFromPoint(point.x, point.y)) {
    if (!(element instanceof HTMLElement) || element.dataset["grid"] === undefined) continue;
    const place = placeOfGrid(app, element);
    if (!place) continue;
    const { parent } = place;
    if (parent === null || !dragged.some((id) => isInside(app, parent, id))) return place;
  }
  return null;
}

export function latticeOf(grid: HTMLElement): Lattice {
  const box = grid.getBoundingClientRect();
  const style = getComputedStyle(grid);
  const number = (value: string) => Number.parseFloat(value) || 0;
  const columnGap = number(style.columnGap);
  const rowGap = number(style.rowGap);
  const inner = box.width - number(style.paddingLeft) - number(style.paddingRight);
  return {
    left: box.left + number(style.paddingLeft),
    top: box.top + number(style.paddingTop),
    column: (inner + columnGap) / COLUMNS,
    row: GRID.row_height + rowGap,
    columnGap,
    rowGap,
  };
}

/** The cell under a point, in fractions. */
export function cellAt(lattice: Lattice, point: Point): Point {
  return { x: (point.x - lattice.left) / lattice.column, y: (point.y - lattice.top) / lattice.row };
}

export function boxOf(lattice: Lattice, layout: Layout): Box {
  return {
    left: lattice.left + layout.x * lattice.column,
    top: lattice.top + layout.y * lattice.row,
    width: layout.w * lattice.column - lattice.columnGap,
    height: layout.h * lattice.row - lattice.rowGap,
  };
}

export function meets(a: Box, b: Box): boolean {
  return a.left < b.left + b.width && b.left < a.left + a.width && a.top < b.top + b.height && b.top < a.top + a.height;
}

export function boxBetween(a: Point, b: Point): Box {
  return { left: Math.min(a.x, b.x), top: Math.min(a.y, b.y), width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) };
}

/** The grid a widget lies on, by its record. */
export function latticeAround(app: Document, id: WidgetId): Lattice | null {
  const widget = widgetOf(app, id);
  const grid = widget && gridOf({ page: widget.page, parent: widget.parent, slot: widget.slot });
  return grid ? latticeOf(grid) : null;
}

/**
 * Where things are on the screen. The only module that knows what the renderer leaves in the page for the editor:
 * `data-widget-id` on every widget, `data-grid-parent` (a widget or page) and `data-grid-slot` around every grid.
 */
import { COLUMNS, type Document, type Layout, type WidgetId } from "@sallyport/document/records.ts";
import { isInside, widgetOf, type Place } from "@sallyport/document/tree.ts";
import { GRID } from "@sallyport/widgets/definition.ts";
import { boxOfLattice, type Box, type Lattice, type Point } from "./lattice.ts";

/** The element that shows a widget. One that floats shows itself by its window, and only while it is open. */
export function frameOf(id: WidgetId): HTMLElement | null {
  const cell = document.querySelector<HTMLElement>(`[data-widget-id="${CSS.escape(id)}"]`);
  return cell?.hasAttribute("data-floats") ? cell.querySelector<HTMLElement>(".canvas-modal-window") : cell;
}

/** The innermost widget at an element. */
export function widgetAt(target: EventTarget | null): WidgetId | null {
  return target instanceof Element ? (target.closest<HTMLElement>("[data-widget-id]")?.dataset["widgetId"] ?? null) : null;
}

export function gridOf(place: Place): HTMLElement | null {
  const owner = CSS.escape(place.parent ?? place.page);
  const slot = CSS.escape(place.slot);
  return document.querySelector<HTMLElement>(`[data-grid-parent="${owner}"][data-grid-slot="${slot}"]`);
}

function placeOfGrid(app: Document, grid: HTMLElement): Place | null {
  const owner = grid.dataset["gridParent"];
  const slot = grid.dataset["gridSlot"];
  if (owner === undefined || slot === undefined) return null;
  const record = app.records[owner];
  if (record?.kind === "page") return { page: owner, parent: null, slot };
  return record?.kind === "widget" ? { page: record.page, parent: owner, slot } : null;
}

/** The innermost grid under the pointer that does not lie inside what is being dragged; below the last row, the page. */
export function placeAt(app: Document, point: Point, dragged: readonly WidgetId[]): Place | null {
  const elements = document.elementsFromPoint(point.x, point.y);
  for (const element of elements) {
    if (!(element instanceof HTMLElement) || element.dataset["gridParent"] === undefined) continue;
    const place = placeOfGrid(app, element);
    if (!place) continue;
    const { parent } = place;
    if (parent === null || !dragged.some((id) => isInside(app, parent, id))) return place;
  }
  const canvas = elements.find((element) => element.matches("[data-canvas]"));
  const page = canvas?.querySelector<HTMLElement>("[data-page-id]")?.dataset["pageId"];
  return page === undefined ? null : { page, parent: null, slot: "main" };
}

export function latticeOf(grid: HTMLElement): Lattice {
  const cells = grid.querySelector<HTMLElement>(":scope > .slot-grid") ?? grid;
  const box = cells.getBoundingClientRect();
  const rows = getComputedStyle(cells)
    .gridTemplateRows.split(" ")
    .map(Number.parseFloat)
    .filter((height) => height > 0);
  return { left: box.left, top: box.top, column: box.width / COLUMNS, rows, row: GRID.row_height };
}

/** The grid a widget lies on, by its record. */
export function latticeAround(app: Document, id: WidgetId): Lattice | null {
  const widget = widgetOf(app, id);
  const grid = widget && gridOf({ page: widget.page, parent: widget.parent, slot: widget.slot });
  return grid ? latticeOf(grid) : null;
}

/** The box of a layout on the screen, as far as widgets leave a gap between each other. */
export function boxOf(lattice: Lattice, layout: Layout): Box {
  return boxOfLattice(lattice, layout, 4);
}

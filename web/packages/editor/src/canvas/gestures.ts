/** What a gesture means in cells. Pure: the drag itself and the screen are elsewhere. */
import { clamp } from "@sallyport/document/grid.ts";
import { COLUMNS, type Layout, type WidgetRecord } from "@sallyport/document/records.ts";
import type { Place } from "@sallyport/document/tree.ts";
import type { Placing } from "@sallyport/document/widget-commands.ts";
import type { Point } from "./lattice.ts";

export type Edge = "n" | "ne" | "e" | "se" | "s" | "sw" | "w" | "nw";

/** Where a dragged box comes to lie when the pointer is at `cell` and holds it at `grip`. */
export function droppedAt(size: { readonly w: number; readonly h: number }, cell: Point, grip: Point): Layout {
  return clamp({ x: Math.round(cell.x - grip.x), y: Math.round(cell.y - grip.y), w: size.w, h: size.h });
}

/** Several widgets move as one: the one that is held says how far. */
export function moved(widgets: readonly WidgetRecord[], held: WidgetRecord, to: Layout, place: Place): Placing[] {
  const others = widgets.filter((widget) => widget.id !== held.id && widget.parent === held.parent && widget.slot === held.slot);
  const group = [held, ...others].map((widget) => widget.layout);
  const left = Math.min(...group.map((layout) => layout.x));
  const right = Math.max(...group.map((layout) => layout.x + layout.w));
  const dx = Math.min(Math.max(to.x - held.layout.x, -left), COLUMNS - right);
  const dy = Math.max(to.y - held.layout.y, -Math.min(...group.map((layout) => layout.y)));
  return [held, ...others].map((widget) => ({
    id: widget.id,
    place,
    layout: { ...widget.layout, x: widget.layout.x + dx, y: widget.layout.y + dy },
  }));
}

/** The layout while an edge or corner is pulled by so many cells. Never smaller than one cell, never off the grid. */
export function resized(layout: Layout, edge: Edge, by: Point): Layout {
  const dx = Math.round(by.x);
  const dy = Math.round(by.y);
  let { x, y, w, h } = layout;
  if (edge.includes("e")) w = Math.min(Math.max(w + dx, 1), COLUMNS - x);
  if (edge.includes("s")) h = Math.max(h + dy, 1);
  if (edge.includes("w")) {
    const left = Math.min(Math.max(x + dx, 0), x + w - 1);
    w += x - left;
    x = left;
  }
  if (edge.includes("n")) {
    const top = Math.min(Math.max(y + dy, 0), y + h - 1);
    h += y - top;
    y = top;
  }
  return { x, y, w, h };
}

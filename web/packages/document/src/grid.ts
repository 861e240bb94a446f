/** The 12-column grid: where there is room, and who gives way. Rows have no end. */
import { COLUMNS, type Layout } from "./records.ts";

export interface Boxed {
  readonly id: string;
  readonly layout: Layout;
}

export function overlaps(a: Layout, b: Layout): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

/** The nearest layout that is on the grid. */
export function clamp(layout: Layout): Layout {
  const w = Math.min(Math.max(Math.round(layout.w), 1), COLUMNS);
  const h = Math.max(Math.round(layout.h), 1);
  const x = Math.min(Math.max(Math.round(layout.x), 0), COLUMNS - w);
  const y = Math.max(Math.round(layout.y), 0);
  return { x, y, w, h };
}

/** The first place, in reading order, where a box of that size lies free. */
export function firstFree(taken: readonly Layout[], w: number, h: number): Layout {
  const width = Math.min(w, COLUMNS);
  const bottom = heightOf(taken);
  for (let y = 0; y <= bottom; y += 1) {
    for (let x = 0; x + width <= COLUMNS; x += 1) {
      const candidate = { x, y, w: width, h };
      if (!taken.some((other) => overlaps(candidate, other))) return candidate;
    }
  }
  return { x: 0, y: bottom, w: width, h };
}

export function heightOf(layouts: readonly Layout[]): number {
  return layouts.reduce((bottom, layout) => Math.max(bottom, layout.y + layout.h), 0);
}

/**
 * Lets everything that lies under a `fixed` box slide down until nothing overlaps. Fixed boxes stay where they are.
 * Returns only the boxes that moved.
 */
export function settle(boxes: readonly Boxed[], fixed: ReadonlySet<string>): Map<string, Layout> {
  const placed: Layout[] = boxes.filter((box) => fixed.has(box.id)).map((box) => box.layout);
  const moved = new Map<string, Layout>();
  const rest = boxes
    .filter((box) => !fixed.has(box.id))
    .sort((a, b) => a.layout.y - b.layout.y || a.layout.x - b.layout.x);
  for (const box of rest) {
    let layout = box.layout;
    for (let hit = lowestHit(placed, layout); hit !== null; hit = lowestHit(placed, layout)) layout = { ...layout, y: hit };
    if (layout !== box.layout) moved.set(box.id, layout);
    placed.push(layout);
  }
  return moved;
}

function lowestHit(placed: readonly Layout[], layout: Layout): number | null {
  const bottoms = placed.filter((other) => overlaps(other, layout)).map((other) => other.y + other.h);
  return bottoms.length === 0 ? null : Math.max(...bottoms);
}

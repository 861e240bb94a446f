/** A grid on the screen: columns of one width, rows that may have grown with what lies on them. Pure arithmetic. */
import type { Layout } from "@sallyport/document/records.ts";

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

export interface Lattice {
  readonly left: number;
  readonly top: number;
  /** The width of a column. */
  readonly column: number;
  /** The heights of the rows there are. */
  readonly rows: readonly number[];
  /** The height of every row below them. */
  readonly row: number;
}

/** How far below the grid's top a row begins; rows may be fractions. */
export function topOfRow(lattice: Lattice, row: number): number {
  let top = 0;
  for (let index = 0; index < row; index += 1) top += Math.min(row - index, 1) * (lattice.rows[index] ?? lattice.row);
  return top;
}

export function rowAt(lattice: Lattice, offset: number): number {
  if (offset < 0) return offset / lattice.row;
  let left = offset;
  for (const [index, height] of lattice.rows.entries()) {
    if (left < height) return index + left / height;
    left -= height;
  }
  return lattice.rows.length + left / lattice.row;
}

/** The cell under a point, in fractions. */
export function cellAt(lattice: Lattice, point: Point): Point {
  return { x: (point.x - lattice.left) / lattice.column, y: rowAt(lattice, point.y - lattice.top) };
}

export function boxOfLattice(lattice: Lattice, layout: Layout, gap: number): Box {
  const top = topOfRow(lattice, layout.y);
  const bottom = topOfRow(lattice, layout.y + layout.h);
  return {
    left: lattice.left + layout.x * lattice.column + gap,
    top: lattice.top + top + gap,
    width: layout.w * lattice.column - 2 * gap,
    height: bottom - top - 2 * gap,
  };
}

export function meets(a: Box, b: Box): boolean {
  return a.left < b.left + b.width && b.left < a.left + a.width && a.top < b.top + b.height && b.top < a.top + a.height;
}

export function boxBetween(a: Point, b: Point): Box {
  return { left: Math.min(a.x, b.x), top: Math.min(a.y, b.y), width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) };
}

import * as fc from "fast-check";
import { expect, test } from "vitest";
import { boxOfLattice, cellAt, meets, rowAt, topOfRow, type Lattice } from "./lattice.ts";

const lattice: Lattice = { left: 100, top: 50, column: 60, rows: [8, 24, 8], row: 8 };

test("a row that has grown moves everything below it", () => {
  expect([0, 1, 2, 3, 4].map((row) => topOfRow(lattice, row))).toEqual([0, 8, 32, 40, 48]);
  expect(boxOfLattice(lattice, { x: 2, y: 1, w: 3, h: 2 }, 4)).toEqual({ left: 224, top: 62, width: 172, height: 24 });
});

test("the row at an offset and the offset of a row are each other's inverse", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 8, max: 90 }), { maxLength: 12 }), fc.integer({ min: 0, max: 400 }), (rows, tenths) => {
      const row = tenths / 10;
      expect(rowAt({ ...lattice, rows }, topOfRow({ ...lattice, rows }, row))).toBeCloseTo(row, 6);
    }),
  );
});

test("a point above the grid lies on a row below zero", () => {
  expect(cellAt(lattice, { x: 130, y: 34 })).toEqual({ x: 0.5, y: -2 });
});

test("boxes that only touch do not meet", () => {
  const box = { left: 0, top: 0, width: 10, height: 10 };
  expect(meets(box, { ...box, left: 10 })).toBe(false);
  expect(meets(box, { ...box, left: 9 })).toBe(true);
});

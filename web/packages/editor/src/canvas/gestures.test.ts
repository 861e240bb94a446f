import { widget } from "@sallyport/document/testing.ts";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { droppedAt, moved, resized, type Edge } from "./gestures.ts";

const layout = fc.record({ x: fc.nat(6), y: fc.nat(20), w: fc.integer({ min: 1, max: 6 }), h: fc.integer({ min: 1, max: 9 }) });
const edge = fc.constantFrom<Edge[]>("n", "ne", "e", "se", "s", "sw", "w", "nw");
const pull = fc.record({ x: fc.integer({ min: -30, max: 30 }), y: fc.integer({ min: -30, max: 30 }) });

test("however an edge is pulled, the box stays on the grid and the opposite edge stays put", () => {
  fc.assert(
    fc.property(layout, edge, pull, (before, side, by) => {
      const after = resized(before, side, by);
      expect(after.x).toBeGreaterThanOrEqual(0);
      expect(after.y).toBeGreaterThanOrEqual(0);
      expect(after.x + after.w).toBeLessThanOrEqual(12);
      expect(Math.min(after.w, after.h)).toBeGreaterThanOrEqual(1);
      expect(side.includes("w") ? after.x + after.w : after.x).toBe(side.includes("w") ? before.x + before.w : before.x);
      expect(side.includes("n") ? after.y + after.h : after.y).toBe(side.includes("n") ? before.y + before.h : before.y);
    }),
  );
});

test("a dropped box keeps the point at which it is held under the pointer, as far as the grid allows", () => {
  expect(droppedAt({ w: 4, h: 2 }, { x: 6.4, y: 10.2 }, { x: 2.4, y: 1.2 })).toEqual({ x: 4, y: 9, w: 4, h: 2 });
  expect(droppedAt({ w: 4, h: 2 }, { x: 11.9, y: -3 }, { x: 0, y: 0 })).toEqual({ x: 8, y: 0, w: 4, h: 2 });
});

test("several widgets keep their distances, also at the edge", () => {
  const a = widget("a", { layout: { x: 0, y: 0, w: 4, h: 2 } });
  const b = widget("b", { layout: { x: 6, y: 4, w: 4, h: 2 } });
  const place = { page: "page_1", parent: null, slot: "main" };
  const placings = moved([a, b], a, { x: 8, y: 3, w: 4, h: 2 }, place);
  expect(placings.map((placing) => placing.layout)).toEqual([
    { x: 2, y: 3, w: 4, h: 2 },
    { x: 8, y: 7, w: 4, h: 2 },
  ]);
});

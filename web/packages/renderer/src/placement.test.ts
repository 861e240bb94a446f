import { describe, expect, it } from "vitest";
import { place } from "./placement.ts";

const widget = (id: string, x: number, y: number, w: number, h: number) => ({ id, layout: { x, y, w, h } });

describe("placing", () => {
  it("goes by rows, then columns, whatever the order of the records", () => {
    const widgets = [widget("c", 0, 5, 12, 5), widget("b", 6, 0, 6, 5), widget("a", 0, 0, 6, 5)];
    expect(place(widgets, new Set()).map(({ id }) => id)).toEqual(["a", "b", "c"]);
  });

  it("closes the rows that only a hidden widget took", () => {
    const widgets = [widget("a", 0, 0, 12, 4), widget("gone", 0, 4, 12, 6), widget("b", 0, 12, 12, 4)];
    const placed = place(widgets, new Set(["gone"]));
    expect(placed.map(({ id, layout }) => [id, layout.y])).toEqual([["a", 0], ["b", 6]]);
  });

  it("keeps the rows that a widget beside it still takes", () => {
    const widgets = [widget("a", 0, 0, 6, 8), widget("gone", 6, 0, 6, 10), widget("b", 0, 10, 12, 4)];
    expect(place(widgets, new Set(["gone"])).at(-1)?.layout.y).toBe(8);
  });
});

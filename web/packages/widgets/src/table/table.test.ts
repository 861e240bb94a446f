import type { Json } from "@sallyport/runtime/json.ts";
import type { Values } from "@sallyport/runtime/widget-model.ts";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { columnsOf, layoutOf, titleOf } from "./columns.ts";
import { table } from "./definition.ts";
import { moved } from "./keys.ts";
import { rowsInSight } from "./row-window.ts";
import { filterRows, sortRows, textIn, type Placed } from "./rows.ts";
import type { Row } from "./table-state.ts";

const rows: readonly Row[] = [
  { id: 1, name: "Ben", balance: 20.5, since: "2026-01-02", ok: true },
  { id: 2, name: "ada", balance: null, since: "2025-01-02", ok: false },
  { id: 3, name: "Cleo 10", balance: -3, since: null, ok: true },
  { id: 4, name: "Cleo 9", balance: 1000, since: "2026-03-01", ok: false },
];
const placed = (list: readonly Row[]): readonly Placed[] => list.map((row, index) => ({ row, index }));
const ids = (list: readonly Placed[]) => list.map(({ row }) => row["id"]);
const columns = columnsOf({ columns: [] }, rows);

describe("columns", () => {
  it("are read off the rows when none are configured", () => {
    expect(columns.map(({ key, type, align }) => [key, type, align])).toEqual([
      ["id", "number", "right"],
      ["name", "text", "left"],
      ["balance", "number", "right"],
      ["since", "date", "left"],
      ["ok", "boolean", "left"],
    ]);
    expect([titleOf("last_sign_in_at"), titleOf("customerId"), titleOf("id")]).toEqual(["Last sign in at", "Customer ID", "ID"]);
  });

  it("are as they are configured, without the hidden ones", () => {
    const configured = columnsOf({ columns: [{ key: "name", title: "Who", width: 120 }, { key: "id", hidden: true }, { key: "balance", type: "money" }, 7] }, rows);
    expect(configured.map(({ key, title, type, width }) => [key, title, type, width])).toEqual([
      ["name", "Who", "text", 120],
      ["balance", "Balance", "money", null],
    ]);
    expect(layoutOf(configured, rows, () => "x").template).toMatch(/^120px minmax\((\d+)px, \1fr\)$/);
  });
});

describe("rows", () => {
  it("sort as people expect, what is absent always last", () => {
    expect(ids(sortRows(placed(rows), { by: "name", direction: "asc" }, columns))).toEqual([2, 1, 4, 3]);
    expect(ids(sortRows(placed(rows), { by: "balance", direction: "asc" }, columns))).toEqual([3, 1, 4, 2]);
    expect(ids(sortRows(placed(rows), { by: "balance", direction: "desc" }, columns))).toEqual([4, 1, 3, 2]);
    expect(ids(sortRows(placed(rows), { by: "gone", direction: "asc" }, columns))).toEqual([1, 2, 3, 4]);
  });

  it("are found by every word, in what is shown", () => {
    expect(ids(filterRows(placed(rows), "cleo 9", columns, "EUR"))).toEqual([4]);
    expect(ids(filterRows(placed(rows), "YES", columns, "EUR"))).toEqual([1, 3]);
    expect(ids(filterRows(placed(rows), "  ", columns, "EUR"))).toHaveLength(4);
  });

  it("show identifiers without thousands", () => {
    const [id] = columns;
    if (!id) throw new Error("no column");
    expect(textIn({ id: 12345 }, id, "EUR")).toBe("12345");
  });
});

describe("the window of rows", () => {
  it("covers what is in sight and never leaves the data", () => {
    const sizes = fc.record({ top: fc.nat(4_000_000), height: fc.nat(2_000), count: fc.nat(100_000) });
    fc.assert(
      fc.property(sizes, ({ top, height, count }) => {
        const { first, last } = rowsInSight(top, height, 36, count);
        expect(first).toBeGreaterThanOrEqual(0);
        expect(first).toBeLessThanOrEqual(last);
        expect(last).toBeLessThanOrEqual(count);
        const seen = [Math.floor(top / 36), Math.floor((top + height) / 36)].filter((row) => row < count);
        expect(seen.filter((row) => row < first || row > last)).toEqual([]);
      }),
    );
  });
});

describe("keys", () => {
  const size = { rows: 100, columns: 5, page: 10 };
  const press = (key: string, ctrlKey = false) => moved({ row: 50, column: 2 }, { key, ctrlKey, metaKey: false }, size);

  it("move through the grid and stop at its edges", () => {
    expect(press("ArrowDown")).toEqual({ row: 51, column: 2 });
    expect(press("PageUp")).toEqual({ row: 40, column: 2 });
    expect(press("Home")).toEqual({ row: 50, column: 0 });
    expect(press("End", true)).toEqual({ row: 99, column: 4 });
    expect(press("a")).toBeNull();
    expect(moved({ row: 0, column: 0 }, { key: "ArrowUp", ctrlKey: false, metaKey: false }, size)).toEqual({ row: 0, column: 0 });
  });
});

describe("what a table exposes", () => {
  const read = (key: string, properties: Values, state: Values) =>
    table.exposes.find((value) => value.key === key)?.read({ data: rows as Json, row_key: "id", page_size: 25, ...properties }, { ...state }, []);

  it("is what a query pages, sorts and filters by", () => {
    const state = { page_index: 3, sort_by: "name", sort_direction: "desc", filter: "x" };
    expect(["page_index", "page_size", "offset", "sort_by", "sort_direction", "filter"].map((key) => read(key, {}, state))).toEqual([3, 25, 75, "name", "desc", "x"]);
    expect(["page_index", "offset", "sort_by", "sort_direction", "filter"].map((key) => read(key, {}, {}))).toEqual([0, 0, null, "asc", ""]);
    expect(read("page_size", { page_size: "nonsense" }, {})).toBe(50);
  });

  it("is the selected row as it is in the data now, or nothing", () => {
    expect(read("selected_row", {}, { selected: "2" })).toBe(rows[1]);
    expect(read("selected_row", {}, { selected: "99" })).toBeNull();
    expect(read("selected_row", {}, {})).toBeNull();
    expect(read("selected_row", { data: "no rows" }, { selected: "2" })).toBeNull();
  });
});

import { describe, expect, test } from "vitest";
import { addPage, addQuery, movePage, removePage, removeRecord, retitlePage } from "./app-commands.ts";
import { apply, touched } from "./change.ts";
import { faultsOf } from "./check.ts";
import { firstFree, overlaps, settle } from "./grid.ts";
import { nameFault, nameFromTitle } from "./names.ts";
import { emptyDocument, type Document } from "./records.ts";
import { countingMint, documentOf, query, widget } from "./testing.ts";
import { pagesOf, widgetOf, widgetsIn } from "./tree.ts";
import {
  addWidget,
  copyWidgets,
  duplicateWidgets,
  nudgeWidgets,
  pasteWidgets,
  placeWidgets,
  removeWidgets,
  setProperty,
} from "./widget-commands.ts";

const PLACE = { page: "page_1", parent: null, slot: "main" };
const SEED = { type: "table", w: 12, h: 6, properties: {} } as const;

function sound(document: Document): Document {
  expect(faultsOf(document)).toEqual([]);
  return document;
}

function grid(document: Document, place = PLACE as { page: string; parent: string | null; slot: string }) {
  const widgets = widgetsIn(document, place);
  const meeting = widgets.filter((a) => widgets.some((b) => a !== b && overlaps(a.layout, b.layout)));
  expect(meeting).toEqual([]);
  return Object.fromEntries(widgets.map((item) => [item.name, item.layout]));
}

describe("adding a widget", () => {
  test("gives it the next free name and the first free place", () => {
    const mint = countingMint();
    const one = addWidget(documentOf(), PLACE, SEED, null, mint);
    const first = sound(apply(documentOf(), one.change));
    const second = sound(apply(first, addWidget(first, PLACE, SEED, null, mint).change));
    expect(grid(second)).toEqual({ table1: { x: 0, y: 0, w: 12, h: 6 }, table2: { x: 0, y: 6, w: 12, h: 6 } });
  });

  test("where others lie lets them slide down", () => {
    const document = documentOf(widget("a"), widget("b", { layout: { x: 0, y: 2, w: 4, h: 2 } }));
    const { change } = addWidget(document, PLACE, { ...SEED, w: 4, h: 3 }, { x: 0, y: 1 }, countingMint());
    const after = sound(apply(document, change));
    expect(grid(after)).toEqual({
      table1: { x: 0, y: 1, w: 4, h: 3 },
      a: { x: 0, y: 4, w: 4, h: 2 },
      b: { x: 0, y: 6, w: 4, h: 2 },
    });
  });
});

test("a modal takes no room", () => {
  const mint = countingMint();
  const document = documentOf(widget("a"));
  const modal = addWidget(document, PLACE, { ...SEED, type: "modal" }, { x: 0, y: 0 }, mint);
  const after = apply(document, modal.change);
  expect(widgetOf(after, "a")?.layout.y).toBe(0);
  const next = addWidget(after, PLACE, { ...SEED, w: 8 }, null, mint);
  expect(Object.values(next.change.added)).toMatchObject([{ layout: { x: 4, y: 0 } }]);
});

describe("placing", () => {
  const document = documentOf(
    widget("box", { type: "container", layout: { x: 0, y: 4, w: 12, h: 6 } }),
    widget("inner", { parent: "box" }),
    widget("other", { layout: { x: 4, y: 0, w: 4, h: 2 } }),
    { kind: "page", id: "page_2", name: "detail", title: "Detail", order: "W", in_menu: true },
  );

  test("into a container reparents", () => {
    const place = { page: "page_1", parent: "box", slot: "main" };
    const after = sound(
      apply(document, placeWidgets(document, [{ id: "other", place, layout: { x: 0, y: 0, w: 4, h: 2 } }])),
    );
    expect(widgetOf(after, "other")?.parent).toBe("box");
    expect(grid(after, place)).toEqual({ other: { x: 0, y: 0, w: 4, h: 2 }, inner: { x: 0, y: 2, w: 4, h: 2 } });
  });

  test("into itself does nothing", () => {
    const place = { page: "page_1", parent: "inner", slot: "main" };
    expect(touched(placeWidgets(document, [{ id: "box", place, layout: { x: 0, y: 0, w: 4, h: 2 } }]))).toEqual([]);
  });

  test("on another page takes the inside along", () => {
    const place = { page: "page_2", parent: null, slot: "main" };
    const layout = { x: 0, y: 0, w: 12, h: 6 };
    const after = sound(apply(document, placeWidgets(document, [{ id: "box", place, layout }])));
    expect(widgetOf(after, "inner")?.page).toBe("page_2");
  });

  test("beyond the edge stays on the grid", () => {
    const after = sound(apply(document, nudgeWidgets(document, ["other"], { x: 20, y: -9, w: 0, h: 0 })));
    expect(widgetOf(after, "other")?.layout).toEqual({ x: 8, y: 0, w: 4, h: 2 });
    const wide = sound(apply(document, nudgeWidgets(document, ["other"], { x: 0, y: 0, w: 20, h: -9 })));
    expect(widgetOf(wide, "other")?.layout).toEqual({ x: 4, y: 0, w: 8, h: 1 });
  });
});

describe("copying", () => {
  const document = documentOf(
    widget("widget_form", { type: "form", name: "form1", layout: { x: 0, y: 0, w: 6, h: 6 } }),
    widget("widget_name", { name: "name1", parent: "widget_form", properties: { label: "{{ form1.valid }}" } }),
    widget("widget_send", {
      type: "button",
      name: "button1",
      parent: "widget_form",
      layout: { x: 0, y: 2, w: 4, h: 2 },
      properties: { disabled: "{{ !name1.value || !customers.data }}" },
      events: [
        {
          on: "click",
          acts: [
            { type: "reset", widget: "widget_name" },
            { type: "run_query", query: "query_a" },
          ],
        },
      ],
    }),
    query("query_a", { name: "customers" }),
  );

  test("gives fresh ids and names, and lets mentions inside follow", () => {
    const { change, ids } = duplicateWidgets(document, ["widget_form", "widget_name"], countingMint());
    const after = sound(apply(document, change));
    expect(ids).toHaveLength(1);
    grid(after);
    const copies = Object.values(change.added);
    expect(copies.map((copy) => (copy.kind === "widget" ? copy.name : ""))).toEqual(["form2", "name2", "button2"]);
    const [form, name, send] = copies;
    expect(name).toMatchObject({ parent: form?.id, properties: { label: "{{ form2.valid }}" } });
    expect(send).toMatchObject({
      properties: { disabled: "{{ !name2.value || !customers.data }}" },
      events: [{ acts: [{ type: "reset", widget: name?.id }, { type: "run_query", query: "query_a" }] }],
    });
  });

  test("into an app without the query drops the act and keeps the rest", () => {
    const clip = copyWidgets(document, ["widget_form"]);
    const other = documentOf();
    const after = sound(apply(other, pasteWidgets(other, clip, PLACE, countingMint()).change));
    expect(JSON.stringify(after)).not.toContain("query_a");
    expect(JSON.stringify(after)).toContain('"reset"');
  });

  test("does not mix up names that follow one another", () => {
    const twins = documentOf(
      widget("widget_1", { name: "a1", properties: { text: "{{ a2.value }}" } }),
      widget("widget_2", { name: "a2", layout: { x: 4, y: 0, w: 4, h: 2 }, properties: { text: "{{ a1.value }}" } }),
    );
    const { change } = duplicateWidgets(twins, ["widget_1", "widget_2"], countingMint());
    expect(Object.values(change.added)).toMatchObject([
      { name: "a3", properties: { text: "{{ a4.value }}" } },
      { name: "a4", properties: { text: "{{ a3.value }}" } },
    ]);
  });
});

describe("removing", () => {
  test("a widget takes its inside and the acts that spoke of it", () => {
    const document = documentOf(
      widget("modal", { type: "modal" }),
      widget("inner", { parent: "modal" }),
      widget("button", { events: [{ on: "click", acts: [{ type: "open", widget: "modal" }] }] }),
    );
    const after = sound(apply(document, removeWidgets(document, ["modal"])));
    expect(Object.keys(after.records).sort()).toEqual(["app", "button", "page_1"]);
    expect(widgetOf(after, "button")?.events).toEqual([]);
  });

  test("a query takes the acts that ran it", () => {
    const document = documentOf(
      query("query_a"),
      query("query_b", { on_success: [{ type: "run_query", query: "query_a" }] }),
    );
    const after = sound(apply(document, removeRecord(document, "query_a")));
    expect(after.records["query_b"]).toMatchObject({ on_success: [] });
  });

  test("the home page hands its role to another", () => {
    let document = emptyDocument("App");
    const mint = countingMint();
    for (const title of ["Customers", "Customers", "Detail"]) document = apply(document, addPage(document, title, mint).change);
    const [first, second] = pagesOf(document);
    expect(pagesOf(document).map((page) => page.name)).toEqual(["customers", "customers1", "detail"]);
    expect(document.records["app"]).toMatchObject({ home: first!.id });
    const after = sound(apply(document, removePage(document, first!.id)));
    expect(after.records["app"]).toMatchObject({ home: second!.id });
  });
});

test("pages are moved by changing one record", () => {
  let document = emptyDocument("App");
  for (const title of ["A", "B", "C"]) document = apply(document, addPage(document, title).change);
  const [a] = pagesOf(document);
  const change = movePage(document, a!.id, 1);
  expect(touched(change)).toEqual([a!.id]);
  expect(pagesOf(apply(document, change)).map((page) => page.title)).toEqual(["B", "A", "C"]);
  expect(touched(movePage(document, a!.id, 0))).toEqual([]);
  expect(pagesOf(apply(document, retitlePage(document, a!.id, "B")))[0]).toMatchObject({ title: "B", name: "b1" });
});

test("a property taken away is absent, not undefined", () => {
  const document = documentOf(widget("a", { properties: { label: "x" } }));
  const after = apply(document, setProperty(document, "a", "label", undefined));
  expect(Object.keys(widgetOf(after, "a")!.properties)).toEqual([]);
});

test("a new query has the defaults of the contract", () => {
  const { change, id } = addQuery(documentOf(), "datasource_1", { type: "sql", statement: "" }, countingMint());
  expect(change.added[id]).toMatchObject({ name: "query1", settings: { timeout_ms: 10_000, max_rows: 1_000 } });
});

test("names say in words why they can't be used", () => {
  const document = documentOf(widget("a", { name: "table1" }));
  expect(nameFault(document, "table1", null)).toBe("`table1` is taken");
  expect(nameFault(document, "table1", "a")).toBeNull();
  expect(nameFromTitle("Cafés & bars")).toBe("cafes_bars");
  expect(nameFromTitle("2 do")).toBe("page_2_do");
  expect(nameFromTitle("…")).toBe("page");
});

test("settling moves nothing that does not overlap", () => {
  const boxes = [
    { id: "a", layout: { x: 0, y: 0, w: 6, h: 2 } },
    { id: "b", layout: { x: 6, y: 0, w: 6, h: 2 } },
  ];
  expect(settle(boxes, new Set()).size).toBe(0);
  expect(firstFree(boxes.map((box) => box.layout), 12, 1)).toEqual({ x: 0, y: 2, w: 12, h: 1 });
});

import { widgetsOf } from "@sallyport/document/tree.ts";
import { documentOf, widget } from "@sallyport/document/testing.ts";
import { beforeEach, expect, test, vi } from "vitest";
import { EditorStore } from "./editor-store.ts";
import { actOnCanvasKey, actOnShortcut, type Key } from "./keys.ts";

const NONE = { shiftKey: false, altKey: false, metaKey: false, ctrlKey: false };
const key = (name: string, rest: Partial<Key> = {}): Key => ({ key: name, ...NONE, ...rest });
const ctrl = (name: string, rest: Partial<Key> = {}): Key => key(name, { ctrlKey: true, ...rest });
const actions = { save: vi.fn(), run: vi.fn(), togglePanels: vi.fn(), find: vi.fn() };

let store: EditorStore;
const layout = (id: string) => {
  const record = store.get().document.records[id];
  return record?.kind === "widget" ? record.layout : null;
};

beforeEach(() => {
  const storage = { getItem: () => null, setItem: () => undefined };
  vi.stubGlobal("sessionStorage", storage);
  vi.stubGlobal("window", { document: { querySelector: () => null } });
  vi.stubGlobal("CSS", { escape: (text: string) => text });
  store = new EditorStore(
    documentOf(
      widget("box", { type: "container", name: "box1", layout: { x: 0, y: 0, w: 6, h: 20 } }),
      widget("inner", { name: "inner1", parent: "box" }),
      widget("other", { name: "other1", layout: { x: 6, y: 0, w: 4, h: 8 } }),
    ),
  );
});

test("arrows move what is selected, with shift they resize it, and a run of them is undone at once", () => {
  store.select(["other"]);
  for (const name of ["ArrowDown", "ArrowRight", "ArrowDown"]) expect(actOnCanvasKey(store, key(name))).toBe(true);
  expect(layout("other")).toEqual({ x: 7, y: 4, w: 4, h: 8 });
  actOnCanvasKey(store, key("ArrowRight", { shiftKey: true }));
  expect(layout("other")).toMatchObject({ w: 5, h: 8 });
  store.undo();
  store.undo();
  expect(layout("other")).toEqual({ x: 6, y: 0, w: 4, h: 8 });
});

test("tab walks the widgets in reading order and leaves the canvas after the last", () => {
  const seen: (string | undefined)[] = [];
  while (actOnCanvasKey(store, key("Tab"))) seen.push(store.get().selection[0]);
  expect(seen).toEqual(["box", "inner", "other"]);
  expect(actOnCanvasKey(store, key("Tab", { shiftKey: true }))).toBe(true);
  expect(store.get().selection).toEqual(["inner"]);
});

test("escape selects what is around, and then nothing", () => {
  store.select(["inner"]);
  actOnCanvasKey(store, key("Escape"));
  expect(store.get().selection).toEqual(["box"]);
  actOnCanvasKey(store, key("Escape"));
  expect(store.get().selection).toEqual([]);
  expect(actOnCanvasKey(store, key("Escape"))).toBe(false);
});

test("copy and paste put a copy beside the original and select it", () => {
  store.select(["box"]);
  actOnShortcut(store, ctrl("c"), false, actions);
  actOnShortcut(store, ctrl("v"), false, actions);
  const [copy] = store.get().selection;
  expect(store.get().document.records[copy!]).toMatchObject({ name: "box2", parent: null });
  expect(widgetsOf(store.get().document)).toHaveLength(5);
});

test("cut takes away what it copies, and undo brings it back", () => {
  store.select(["other"]);
  actOnShortcut(store, ctrl("x"), false, actions);
  expect(layout("other")).toBeNull();
  expect(store.get().selection).toEqual([]);
  actOnShortcut(store, ctrl("z"), false, actions);
  expect(layout("other")).not.toBeNull();
  actOnShortcut(store, ctrl("Z", { shiftKey: true }), false, actions);
  expect(layout("other")).toBeNull();
});

test("while somebody writes in a field, only saving and the panels answer", () => {
  store.select(["other"]);
  for (const name of ["z", "d", "c", "v", "x", "a"]) expect(actOnShortcut(store, ctrl(name), true, actions)).toBe(false);
  expect(actOnShortcut(store, ctrl("s"), true, actions)).toBe(true);
  expect(actOnShortcut(store, ctrl("\\"), true, actions)).toBe(true);
  expect(actions.save).toHaveBeenCalledOnce();
});

test("selecting all takes the widgets beside the selected one", () => {
  actOnShortcut(store, ctrl("a"), false, actions);
  expect(store.get().selection).toEqual(["box", "other"]);
  store.select(["inner"]);
  actOnShortcut(store, ctrl("a"), false, actions);
  expect(store.get().selection).toEqual(["inner"]);
});

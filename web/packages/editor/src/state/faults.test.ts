import { documentOf, query, widget } from "@sallyport/document/testing.ts";
import { expect, test } from "vitest";
import { EditorStore } from "./editor-store.ts";
import { faultLinks, openPart, piecesOf, tabOf } from "./faults.ts";

const document = documentOf(widget("search", { type: "input" }), query("customers"));
const store = () => new EditorStore(document, () => 0);
const search = Object.values(document.records).find((record) => record.kind === "widget")!;
const customers = Object.values(document.records).find((record) => record.kind === "query")!;

test("what a message names is led to, by itself or with a path; what nobody has is not", () => {
  const message = `\`${search.name}.value\` is wanted by \`${customers.name}\`, not by \`nobody\``;
  expect(piecesOf(message, document).map(({ text, part }) => [text, part?.id ?? null])).toEqual([
    [`\`${search.name}.value\``, search.id],
    [" is wanted by ", null],
    [`\`${customers.name}\``, customers.id],
    [", not by ", null],
    ["`nobody`", null],
  ]);
});

test("a broken property opens the inspector at the tab that has it", () => {
  const editor = store();
  editor.set({ inspector: false });
  expect(tabOf("input", "hidden")).toBe("layout");
  faultLinks(editor).property(search.id, "hidden");
  expect(editor.get()).toMatchObject({ selection: [search.id], inspector: true, inspectorTab: "layout", reveal: { widget: search.id, property: "hidden" } });
});

test("a failed query opens below the canvas", () => {
  const editor = store();
  faultLinks(editor).query(customers.id);
  expect(editor.get().open).toBe(customers.id);
  openPart(editor, search);
  expect(editor.get().selection).toEqual([search.id]);
});

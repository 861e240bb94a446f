import { documentOf, query, widget } from "@sallyport/document/testing.ts";
import { expect, test } from "vitest";
import { inputsOfBody, viewOf } from "./runtime.ts";

const surroundings = { app: "app_1", user: {}, tenant: {} };

test("the inputs of a query are the leaves that the page sends, without those of the server", () => {
  const sql = { type: "sql", statement: "select {{ search.value + '%' }}, {{ user.email }}, {{ table1.page_size }}" } as const;
  expect(inputsOfBody(sql)).toEqual(["search.value", "table1.page_size"]);
  const rest = {
    type: "rest",
    method: "POST",
    path: "/people/{{ table1.selected_row.id }}",
    query: [{ name: "q", value: "{{ search.value }}" }],
    headers: [{ name: "x-tenant", value: "{{ tenant.id }}" }],
    body: '{ "note": {{ note.value }} }',
  } as const;
  expect(inputsOfBody(rest)).toEqual(["table1.selected_row.id", "search.value", "note.value"]);
});

test("while a query is rewritten the view keeps the inputs it last ran with", () => {
  const before = query("query_a", { body: { type: "sql", statement: "select {{ search.value }}" } });
  const after = { ...before, body: { type: "sql", statement: "select {{ other.value }}" } as const };
  const view = viewOf(documentOf(after), "development", surroundings, () => before.body);
  expect(view.queries[0]?.inputs).toEqual(["search.value"]);
  expect(viewOf(documentOf(after), "development", surroundings).queries[0]?.inputs).toEqual(["other.value"]);
});

test("records that did not change stay the same objects, so that only what changed is drawn again", () => {
  const document = documentOf(widget("a"), widget("b"));
  const [first] = viewOf(document, "development", surroundings).widgets;
  expect(first).toBe(document.records["a"]);
});

import { describe, expect, test } from "vitest";
import { renameNamed } from "./app-commands.ts";
import { apply, invert, touched } from "./change.ts";
import { namesMentioned, renameInExpression, renameInTemplate } from "./rename.ts";
import { partsOf } from "./template.ts";
import { documentOf, query, widget } from "./testing.ts";

describe("a template", () => {
  test.each([
    ["plain", ["plain"]],
    ["{{ a }}", ["{ a }"]],
    ["x {{ a }} y {{b}}", ["x ", "{ a }", " y ", "{b}"]],
    ["{{ ({a:{b:1}}) }}", ["{ ({a:{b:1}}) }"]],
    ["{{ f({a:{b:1}}) }}!", ["{ f({a:{b:1}}) }", "!"]],
    ["{{ '}}' }}", ["{ '}}' }"]],
    ["{{ not closed", ["{{ not closed"]],
    ["{{ (a) }}", ["{ (a) }"]],
    ["{{ 1 + }} {{ b }}", ["{{ 1 + }} ", "{ b }"]],
  ])("%s falls into its parts", (template, expected) => {
    expect(partsOf(template).map((part) => (part.type === "text" ? part.text : `{${part.source}}`))).toEqual(expected);
  });
});

describe("renaming in an expression", () => {
  test.each([
    ["search.value", "find.value"],
    ["search", "find"],
    ["other.search", "other.search"],
    ["other[search]", "other[find]"],
    ["other?.search", "other?.search"],
    ["'search'", "'search'"],
    ["`${search} search`", "`${find} search`"],
    ["{ search: 1 }.search", "{ search: 1 }.search"],
    ["({ search })", "({ search: find })"],
    ["({ search: search })", "({ search: find })"],
    ["({ [search]: 1 })", "({ [find]: 1 })"],
    ["rows.map(search => search.id)", "rows.map(search => search.id)"],
    ["rows.map(({ search }) => search.id)", "rows.map(({ search }) => search.id)"],
    ["rows.map((row = search) => search.id + row)", "rows.map((row = find) => find.id + row)"],
    ["rows.filter((r) => { const search = 1; return search })", "rows.filter((r) => { const search = 1; return search })"],
    ["rows.filter((r) => { const a = search; return a })", "rows.filter((r) => { const a = find; return a })"],
    ["(function search() { return search })()", "(function search() { return search })()"],
    ["[...search]", "[...find]"],
    ["searching + search1 + $search", "searching + search1 + $search"],
    ["flag ? search : search.value", "flag ? find : find.value"],
    ["search /* search */", "find /* search */"],
    ["(search)", "(find)"],
    ["search +", "search +"],
  ])("%s becomes %s", (from, to) => {
    expect(renameInExpression(from, "search", "find")).toBe(to);
  });

  test("text around expressions stays as it is", () => {
    expect(renameInTemplate("search {{ search.value }} search {{search}}", "search", "find")).toBe(
      "search {{ find.value }} search {{find}}",
    );
  });
});

describe("renaming a widget", () => {
  const document = documentOf(
    widget("widget_a", { name: "search" }),
    widget("widget_b", {
      name: "table1",
      properties: { rows: "{{ customers.data.filter(r => r.name === search.value) }}", columns: [{ label: "{{ search.value }}" }] },
      events: [{ on: "row_select", acts: [{ type: "notify", message: "Found {{ search.value }}", tone: "info" }] }],
    }),
    query("query_a", {
      name: "customers",
      body: { type: "sql", statement: "select 'search' where name like {{ search.value + '%' }}" },
      on_error: [{ type: "confirm", message: "{{ search.value }}?" }],
    }),
    widget("widget_c", { name: "label", properties: { text: "search" } }),
    { kind: "function", id: "function_a", name: "trimmed", source: "() => search.value.trim()" },
  );

  test("rewrites every binding that mentions it, and nothing else", () => {
    const change = renameNamed(document, "widget_a", "find");
    const after = apply(document, change);
    expect(touched(change).sort()).toEqual(["function_a", "query_a", "widget_a", "widget_b"]);
    expect(JSON.stringify(after.records["widget_b"])).not.toContain("search");
    expect(after.records["query_a"]).toMatchObject({
      body: { statement: "select 'search' where name like {{ find.value + '%' }}" },
      on_error: [{ message: "{{ find.value }}?" }],
    });
    expect(after.records["function_a"]).toMatchObject({ source: "() => find.value.trim()" });
    expect(apply(after, invert(change))).toEqual(document);
  });

  test.each(["", "1a", "a b", "customers", "user", "class"])("refuses the name `%s`", (name) => {
    expect(touched(renameNamed(document, "widget_a", name))).toEqual([]);
  });

  test("finds what a record mentions", () => {
    expect([...namesMentioned(document.records["widget_b"]!)].sort()).toEqual(["customers", "search"]);
  });
});

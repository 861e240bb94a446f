import { describe, expect, it } from "vitest";
import { parseSimpleTemplate, type Template } from "./simple-template.ts";
import { inputsOf, parseTemplate } from "./template.ts";

function shape(template: Template): unknown {
  return template.parts.map((part) => (typeof part === "string" ? part : { source: part.source.trim(), leaves: part.leaves }));
}

describe("a template", () => {
  it("is text and expressions", () => {
    expect(shape(parseTemplate("Hello {{ user.name }}!"))).toEqual(["Hello ", { source: "user.name", leaves: ["user.name"] }, "!"]);
  });

  it("ends an expression at the first `}}` where it parses", () => {
    expect(shape(parseTemplate("{{ ({a:{b:1}}).a.b }}"))).toEqual([{ source: "({a:{b:1}}).a.b", leaves: [] }]);
    expect(shape(parseTemplate("{{ '}}' + x.y }}"))).toEqual([{ source: "'}}' + x.y", leaves: ["x.y"] }]);
  });

  it.each([
    ["search.value + '%'", ["search.value"]],
    ["name.value.trim()", ["name.value"]],
    ["rows.data.map((row) => row.id + offset.value)", ["rows.data", "offset.value"]],
    ["a?.b?.c", ["a.b.c"]],
    ["a.b[i.value].c", ["a.b", "i.value"]],
    ["Math.max(a.x, NaN)", ["a.x"]],
    ["({ a, b: c.d })", ["a", "c.d"]],
    ["`${a.b}-${a.c}`", ["a.b", "a.c"]],
    ["a.b ?? 'none'", ["a.b"]],
    ["[1, 2].map((n) => n * 2)", []],
  ])("takes the leaves of `%s`", (source, leaves) => {
    expect(parseTemplate(`{{ ${source} }}`).parts).toMatchObject([{ leaves }]);
  });

  it("tells functions that are called from values", () => {
    expect(parseTemplate("{{ total(rows.data) }}").parts).toMatchObject([{ leaves: ["rows.data"], calls: ["total"] }]);
  });

  it("says what is wrong with it", () => {
    expect(parseTemplate("{{ a + }}").fault).toBe("`a +` is not an expression");
    expect(parseTemplate("{{ a").fault).toBe("`{{` is opened and never closed with `}}`");
    expect(parseTemplate("a }} b").fault).toBeNull();
  });

  it("needs no parser when it holds nothing but paths", () => {
    expect(parseSimpleTemplate("a {{ b.c }} {{ d[0] }}")).toEqual(parseTemplate("a {{ b.c }} {{ d[0] }}"));
    expect(parseSimpleTemplate("{{ b.c + 1 }}")).toBeNull();
  });

  it("sends a query everything but what the server fills in", () => {
    expect(inputsOf(["x = {{ a.b }} and y = {{ user.email }}", "{{ a.b + c.d + env.name }}"])).toEqual(["a.b", "c.d"]);
  });
});

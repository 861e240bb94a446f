import { describe, expect, it } from "vitest";
import { follow, formatPath, parseLeaf, parsePath } from "./path.ts";

describe("a path", () => {
  it.each([
    ["search.value", ["search", "value"]],
    [" customers.data[0].name ", ["customers", "data", 0, "name"]],
    ['a["a key"].b', ["a", "a key", "b"]],
    ["user", ["user"]],
  ])("is read from `%s`", (text, path) => {
    expect(parsePath(text)).toEqual(path);
  });

  it.each(["a + b", "a.b()", "a[b]", "a..b", "1", "true", "this.a", "", "a.", "new a", "a[-1]", 'a["x'])("is not `%s`", (text) => {
    expect(parsePath(text)).toBeNull();
  });

  it("has one canonical text", () => {
    expect(formatPath(["a", "b", 0, "c"])).toBe("a.b[0].c");
    expect(formatPath(["a", "a key"])).toBe('a["a key"]');
    expect(parseLeaf("a.b.0.c")).toEqual(["a", "b", 0, "c"]);
  });

  it("reaches own properties only", () => {
    expect(follow({ a: [{ b: 1 }] }, ["a", 0, "b"])).toBe(1);
    expect(follow({}, ["constructor"])).toBeUndefined();
    expect(follow([], ["map"])).toBeUndefined();
    expect(follow([1, 2], ["length"])).toBe(2);
    expect(follow(null, ["a"])).toBeUndefined();
  });
});

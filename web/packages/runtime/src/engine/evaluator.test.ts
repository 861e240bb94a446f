import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startLocalEngine } from "./local-engine.ts";
import type { Engine, FunctionSource, Outcome } from "./protocol.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await startLocalEngine();
});
afterAll(() => engine.dispose());

async function evaluate(source: string, leaves: { [leaf: string]: unknown } = {}, functions: FunctionSource[] = []): Promise<Outcome> {
  const given = Object.entries(leaves).map(([leaf, value]) => [leaf, value === undefined ? null : JSON.stringify(value)] as const);
  const [outcome] = await engine.evaluate([{ source, functions, leaves: Object.fromEntries(given) }]);
  return outcome ?? { error: "no answer" };
}

describe("the sandbox", () => {
  it("evaluates an expression of leaves", async () => {
    expect(await evaluate("search.value + '%'", { "search.value": "ab" })).toEqual({ json: '"ab%"' });
    expect(await evaluate("rows.data.map((r) => r.id * 2)", { "rows.data": [{ id: 1 }, { id: 2 }] })).toEqual({ json: "[2,4]" });
    expect(await evaluate("a.b[0].c + a.d", { "a.b[0].c": 1, "a.d": 2 })).toEqual({ json: "3" });
  });

  it("reads what is absent as undefined", async () => {
    expect(await evaluate("a.b.c ?? 'none'", { "a.b.c": undefined })).toEqual({ json: '"none"' });
    const guarded = "row ? row.name.length : 0";
    expect(await evaluate(guarded, { row: null, "row.name": undefined })).toEqual({ json: "0" });
    expect(await evaluate(guarded, { row: { name: "ab" }, "row.name": "ab" })).toEqual({ json: "2" });
    expect(await evaluate("undefined")).toEqual({ json: null });
    expect(await evaluate("a === undefined", { a: undefined })).toEqual({ json: "true" });
  });

  it("calls the app's functions, and these one another", async () => {
    const functions = [
      { name: "total", source: "(rows) => rows.reduce((sum, row) => sum + worth(row), 0)" },
      { name: "worth", source: "function (row) { return row.price * row.count; }" },
    ];
    const rows = [{ price: 2, count: 3 }, { price: 1, count: 1 }];
    expect(await evaluate("total(q.data)", { "q.data": rows }, functions)).toEqual({ json: "7" });
  });

  it("says in words what went wrong", async () => {
    expect(await evaluate("a.b.c()", { "a.b": {} })).toEqual({ error: "TypeError: not a function" });
    expect(await evaluate("(() => { throw 'no'; })()")).toEqual({ error: 'the expression threw "no"' });
    expect(await evaluate("() => 1")).toEqual({ error: "TypeError: the expression gives a function, not a value" });
  });

  it("stops what runs too long and goes on with the next", async () => {
    const started = performance.now();
    expect(await evaluate("(() => { while (true) {} })()")).toEqual({ error: "the expression ran longer than 50 ms" });
    expect(performance.now() - started).toBeLessThan(2_000);
    expect(await evaluate("40 + 2")).toEqual({ json: "42" });
  });

  it("survives an expression that wants all memory", async () => {
    const outcome = await evaluate("(() => { let a = [1]; while (true) a = a.concat(a); })()");
    expect(outcome).toHaveProperty("error");
    expect(await evaluate("1 + 1")).toEqual({ json: "2" });
  });

  it("has no host: no network, no document, no timers", async () => {
    const names = "['fetch','XMLHttpRequest','document','window','self','process','require','setTimeout','importScripts','postMessage']";
    expect(await evaluate(`${names}.filter((name) => name in globalThis)`)).toEqual({ json: "[]" });
  });
});

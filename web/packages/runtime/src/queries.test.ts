import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { query, rest, testApp, widget } from "./test-app.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const shown = (name: string, source: string) => widget("text", name, { value: `{{ ${source} }}` });

describe("a query", () => {
  it("loads with the page that shows it, and not with another", async () => {
    const app = testApp({
      widgets: [shown("a", "one.data"), widget("text", "b", { value: "{{ two.data }}" }, { page: "page_two" })],
      queries: [query("one", { run_on_load: true }), query("two", { run_on_load: true }), query("three")],
    });
    expect(app.runtime.snapshot("widget_a")?.loading).toBe(true);
    await rest();
    expect(app.calls.map((call) => call.query)).toEqual(["one"]);
    await app.calls[0]?.answer([{ id: 1 }]);
    expect(app.property("a", "value")).toEqual([{ id: 1 }]);
    expect(app.runtime.snapshot("widget_a")?.loading).toBe(false);
    app.runtime.open("page_two", {});
    await rest();
    expect(app.calls.map((call) => call.query)).toEqual(["one", "two"]);
  });

  it("that nothing shows loads with the first page only", async () => {
    const app = testApp({ queries: [query("one", { run_on_load: true })] });
    await rest();
    expect(app.calls).toHaveLength(1);
    app.runtime.open("page_two", {});
    await rest();
    expect(app.calls).toHaveLength(1);
  });

  it("sends the values of its declared leaves, absent ones as null, and nothing else", async () => {
    const app = testApp({
      widgets: [widget("input", "search", { default_value: "ab" }), shown("a", "one.data")],
      queries: [query("one", { run_on_load: true, inputs: ["search.value", "page.params.id"] })],
    });
    await rest();
    expect(app.calls[0]?.inputs).toEqual({ "search.value": "ab", "page.params.id": null });
  });

  it("waits for the query that its inputs follow from", async () => {
    const app = testApp({
      widgets: [shown("a", "detail.data")],
      queries: [query("detail", { run_on_load: true, inputs: ["list.data[0].id"] }), query("list", { run_on_load: true })],
    });
    await rest();
    expect(app.calls.map((call) => call.query)).toEqual(["list"]);
    await app.calls[0]?.answer([{ id: 7 }]);
    expect(app.calls.map((call) => call.query)).toEqual(["list", "detail"]);
    expect(app.calls[1]?.inputs).toEqual({ "list.data[0].id": 7 });
    await app.calls[1]?.answer([]);
    await vi.runAllTimersAsync();
    expect(app.calls).toHaveLength(2);
  });

  it("runs again when an input changes: at once for a choice, after a pause while somebody types", async () => {
    const app = testApp({
      widgets: [widget("input", "search"), shown("a", "one.data")],
      queries: [query("one", { run_on_load: true, inputs: ["search.value"] })],
    });
    await rest();
    await app.calls[0]?.answer([]);
    app.runtime.setState("widget_search", { value: "a" });
    await vi.advanceTimersByTimeAsync(1);
    expect(app.calls).toHaveLength(2);
    for (const value of ["ab", "abc"]) {
      app.runtime.setState("widget_search", { value }, "typing");
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(app.calls).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(300);
    expect(app.calls).toHaveLength(3);
    expect(app.calls[2]?.inputs).toEqual({ "search.value": "abc" });
  });

  it("does not run again when the inputs are back to what they were", async () => {
    const app = testApp({
      widgets: [widget("input", "search"), shown("a", "one.data")],
      queries: [query("one", { run_on_load: true, inputs: ["search.value"] })],
    });
    await rest();
    await app.calls[0]?.answer([]);
    app.runtime.setState("widget_search", { value: "a" }, "typing");
    app.runtime.setState("widget_search", { value: "" }, "typing");
    await vi.runAllTimersAsync();
    expect(app.calls).toHaveLength(1);
  });

  it("drops an older answer for a newer run, and keeps the rows shown until then", async () => {
    const app = testApp({ widgets: [shown("a", "one.data")], queries: [query("one", { run_on_load: true })] });
    await rest();
    await app.calls[0]?.answer([{ id: 1 }]);
    void app.runtime.run("query_one");
    await rest();
    void app.runtime.run("query_one");
    await rest();
    expect(app.calls[1]?.signal.aborted).toBe(true);
    expect(app.runtime.snapshot("widget_a")).toMatchObject({ loading: false, refreshing: true, properties: { value: [{ id: 1 }] } });
    await app.calls[2]?.answer([{ id: 3 }]);
    await app.calls[1]?.answer([{ id: 2 }]);
    expect(app.property("a", "value")).toEqual([{ id: 3 }]);
    expect(app.runtime.snapshot("widget_a")?.refreshing).toBe(false);
  });

  it("that follows from its own result does not run in circles", async () => {
    const app = testApp({
      widgets: [widget("input", "field", { default_value: "{{ one.data[0].n }}" }), shown("a", "one.data")],
      queries: [query("one", { run_on_load: true, inputs: ["field.value"] })],
    });
    await rest();
    await app.calls[0]?.answer([{ n: 1 }]);
    await vi.runAllTimersAsync();
    expect(app.calls).toHaveLength(1);
  });

  it("shows its failure where its data would be", async () => {
    const app = testApp({ widgets: [shown("a", "one.data"), shown("b", "one.error.message")], queries: [query("one", { run_on_load: true })] });
    await rest();
    await app.calls[0]?.fail("the database is away");
    expect(app.runtime.snapshot("widget_a")?.problem).toMatchObject({ detail: "the database is away", request_id: "r1" });
    expect(app.property("b", "value")).toBe("the database is away");
    expect(app.said).toEqual([]);
  });

  it("that has not answered makes nothing wrong: what fails for want of its data is loading", async () => {
    vi.useRealTimers();
    const app = testApp({
      widgets: [shown("a", "one.data[0].name.toUpperCase()"), widget("input", "b", { default_value: "{{ one.data[0].name }}" }), shown("c", "b.value.nope()")],
      queries: [query("one", { run_on_load: true })],
    });
    await app.runtime.settled();
    expect(app.runtime.snapshot("widget_a")).toMatchObject({ loading: true, errors: {} });
    await rest();
    await app.calls[0]?.answer([{ name: "ann" }]);
    await app.runtime.settled();
    expect(app.runtime.snapshot("widget_a")).toMatchObject({ loading: false, errors: {}, properties: { value: "ANN" } });
    expect(app.runtime.snapshot("widget_c")).toMatchObject({ loading: false, errors: { value: "TypeError: not a function" } });
  });

  it("shows its first page again when what it searches for changes", async () => {
    const app = testApp({
      widgets: [widget("input", "search"), widget("pager", "list"), shown("a", "one.data")],
      queries: [query("one", { run_on_load: true, inputs: ["search.value", "list.offset"] })],
    });
    await rest();
    await app.calls[0]?.answer([]);
    app.runtime.setState("widget_list", { page_index: 3 });
    await vi.advanceTimersByTimeAsync(1);
    expect(app.calls[1]?.inputs).toEqual({ "search.value": "", "list.offset": 30 });
    await app.calls[1]?.answer([]);
    app.runtime.setState("widget_search", { value: "x" });
    await vi.advanceTimersByTimeAsync(1);
    expect(app.calls[2]?.inputs).toEqual({ "search.value": "x", "list.offset": 0 });
    expect(app.calls).toHaveLength(3);
  });

  it("shows nothing of one customer with another's page, neither what was read nor what was typed", async () => {
    const app = testApp(
      {
        widgets: [shown("name", "one.data[0].name"), widget("input", "note"), widget("input", "subject", { default_value: "{{ one.data[0].name }}" })],
        queries: [query("one", { run_on_load: true, inputs: ["page.params.id"] })],
      },
      false,
    );
    app.runtime.open("page_one", { id: "1" });
    await rest();
    await app.calls[0]?.answer([{ name: "Ann" }]);
    app.runtime.setState("widget_note", { value: "about Ann" });
    app.runtime.open("page_two", {});
    app.runtime.open("page_one", { id: "2" });
    await rest();
    expect(app.property("name", "value")).toBeUndefined();
    expect(app.runtime.snapshot("widget_name")?.loading).toBe(true);
    expect(app.exposed("note", "value")).toBe("");
    await app.calls.at(-1)?.answer([{ name: "Ben" }]);
    expect(app.exposed("subject", "value")).toBe("Ben");
    app.runtime.open("page_one", { id: "3" });
    expect(app.runtime.snapshot("widget_name")).toMatchObject({ loading: true });
    await vi.runAllTimersAsync();
    expect(app.calls.at(-1)?.inputs).toEqual({ "page.params.id": "3" });
    await app.calls.at(-1)?.answer([{ name: "Cleo" }]);
    expect(app.property("name", "value")).toBe("Cleo");
    expect(app.calls).toHaveLength(3);
  });

  it("keeps what was typed when the same page is opened again", async () => {
    const app = testApp({ widgets: [widget("input", "search")] });
    app.runtime.setState("widget_search", { value: "ann" });
    app.runtime.open("page_two", { id: "1" });
    app.runtime.open("page_one", {});
    expect(app.exposed("search", "value")).toBe("ann");
  });

  it("goes quiet when the page is left", async () => {
    const app = testApp({
      widgets: [widget("input", "search"), shown("a", "one.data")],
      queries: [query("one", { run_on_load: true, inputs: ["search.value"] })],
    });
    await rest();
    app.runtime.dispose();
    expect(app.calls[0]?.signal.aborted).toBe(true);
  });
});

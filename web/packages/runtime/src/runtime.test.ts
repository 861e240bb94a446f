import { describe, expect, it, vi } from "vitest";
import { button, query, rest, testApp, testView, widget } from "./test-app.ts";

describe("bindings", () => {
  it("follow the values they name, without an engine for a path", async () => {
    const app = testApp({ widgets: [widget("input", "search", { default_value: "a" }), widget("text", "echo", { value: "{{ search.value }}" })] });
    expect(app.property("echo", "value")).toBe("a");
    app.runtime.setState("widget_search", { value: "b" });
    expect(app.property("echo", "value")).toBe("b");
    expect(app.engines).toHaveLength(0);
  });

  it("keep the type of a lone expression and join text otherwise", () => {
    const app = testApp({
      widgets: [
        widget("input", "n", { default_value: 5 }),
        widget("text", "lone", { value: "{{ n.value }}", list: ["{{ n.value }}", "x"] }),
        widget("text", "joined", { value: "{{ n.value }} of {{ user.name }}{{ page.params.none }}" }),
      ],
    });
    expect(app.property("lone", "value")).toBe(5);
    expect(app.property("lone", "list")).toEqual([5, "x"]);
    expect(app.property("joined", "value")).toBe("5 of Ann");
  });

  it("evaluate everything else in the sandbox, in the order in which values follow", async () => {
    const app = testApp({
      widgets: [
        widget("text", "shout", { value: "{{ name.value.toUpperCase() + mark() }}" }),
        widget("input", "name", { default_value: "{{ user.name + '!' }}" }),
      ],
      functions: [{ name: "mark", source: "() => '?' + user.email.length" }],
    });
    expect(app.runtime.snapshot("widget_shout")?.pending).toBe(true);
    await app.runtime.settled();
    expect(app.property("shout", "value")).toBe("ANN!?15");
    expect(app.runtime.snapshot("widget_shout")?.pending).toBe(false);
  });

  it("say what is wrong, each for itself", async () => {
    const app = testApp({
      widgets: [
        widget("text", "bad", { value: "{{ nobody.value }}" }),
        widget("text", "typo", { value: "{{ field.valeu }}" }),
        widget("text", "broken", { value: "{{ field.value + }}" }),
        widget("text", "thrown", { value: "{{ field.value.nope() }}" }),
        widget("input", "field"),
        widget("text", "good", { value: "{{ field.value + 1 }}" }),
      ],
    });
    await app.runtime.settled();
    const errorOf = (name: string) => app.runtime.snapshot(`widget_${name}`)?.errors["value"];
    expect(errorOf("bad")).toBe("nothing here is called `nobody`");
    expect(errorOf("typo")).toBe("`field` has no value `valeu`");
    expect(errorOf("broken")).toBe("`field.value +` is not an expression");
    expect(errorOf("thrown")).toBe("TypeError: not a function");
    expect(errorOf("good")).toBeUndefined();
    expect(app.property("good", "value")).toBe("1");
  });

  it("that follow from themselves are an error that names the circle", () => {
    const app = testApp({
      widgets: [
        widget("input", "a", { default_value: "{{ b.value }}" }),
        widget("input", "b", { default_value: "{{ a.value }}" }),
        widget("text", "c", { value: "{{ user.name }}" }),
      ],
    });
    expect(app.runtime.snapshot("widget_a")?.errors["default_value"]).toBe(
      "this follows from itself: a (default_value) → b.value → b (default_value) → a.value → a (default_value)",
    );
    expect(app.property("c", "value")).toBe("Ann");
  });

  it("of another page are not evaluated", async () => {
    const app = testApp({
      widgets: [widget("text", "here", { value: "{{ user.name }}" }), widget("text", "there", { value: "{{ 1 + 1 }}" }, { page: "page_two" })],
    });
    await app.runtime.settled();
    expect(app.engines).toHaveLength(0);
    app.runtime.open("page_two", {});
    await app.runtime.settled();
    expect(app.property("there", "value")).toBe(2);
  });

  it("give a form the values of its fields", () => {
    const app = testApp({
      widgets: [
        widget("form", "edit"),
        widget("input", "subject", { default_value: "Hi" }, { parent: "widget_edit" }),
        widget("text", "echo", { value: "{{ edit.values.subject }}" }),
      ],
    });
    app.runtime.setState("widget_subject", { value: "Ho" });
    expect(app.property("echo", "value")).toBe("Ho");
  });

  it("forget what was typed when the default changes", async () => {
    const app = testApp({
      widgets: [widget("input", "field", { default_value: "{{ ticket.data[0].subject }}" })],
      queries: [query("ticket")],
    });
    app.runtime.setState("widget_field", { value: "typed" });
    void app.runtime.run("query_ticket");
    await rest();
    await app.calls[0]?.answer([{ subject: "one" }]);
    app.runtime.setState("widget_field", { value: "typed" });
    void app.runtime.run("query_ticket");
    await rest();
    await app.calls[1]?.answer([{ subject: "one" }]);
    expect(app.exposed("field", "value")).toBe("typed");
    void app.runtime.run("query_ticket");
    await rest();
    await app.calls[2]?.answer([{ subject: "two" }]);
    expect(app.exposed("field", "value")).toBe("two");
  });
});

describe("a subscriber", () => {
  it("hears of its own widget only, and the snapshot stays the same object until then", () => {
    const app = testApp({ widgets: [widget("input", "a"), widget("input", "b"), widget("text", "c", { value: "{{ a.value }}" })] });
    const heard = vi.fn<() => void>();
    app.runtime.subscribe("widget_c", heard);
    const before = app.runtime.snapshot("widget_c");
    app.runtime.setState("widget_b", { value: "x" });
    expect(heard).not.toHaveBeenCalled();
    expect(app.runtime.snapshot("widget_c")).toBe(before);
    app.runtime.setState("widget_a", { value: "x" });
    expect(heard).toHaveBeenCalledTimes(1);
    expect(app.runtime.snapshot("widget_c")).not.toBe(before);
  });
});

describe("a changed view", () => {
  it("is taken while what people did stays", async () => {
    const field = widget("input", "field");
    const view = testView({ widgets: [field, widget("text", "t", { value: "{{ field.value }}" })] });
    const app = testApp(view);
    app.runtime.setState("widget_field", { value: "kept" });
    app.runtime.update({ ...view, widgets: [field, widget("text", "t", { value: "now {{ field.value + '!' }}" })] });
    await app.runtime.settled();
    expect(app.property("t", "value")).toBe("now kept!");
  });

  it("evaluates a template on its own for the builder", async () => {
    const app = testApp({ widgets: [widget("input", "field", { default_value: "x" })] });
    expect(await app.runtime.evaluate("{{ field.value }}")).toEqual({ value: "x", causes: [] });
    expect(await app.runtime.evaluate("{{ field.value.length + 1 }}")).toEqual({ value: 2, causes: [] });
    expect(await app.runtime.evaluate("{{ nobody.x + 1 }}")).toEqual({ error: "nothing here is called `nobody`", causes: [] });
    expect([...app.runtime.scope().keys()]).toEqual(["field", "page", "user", "tenant", "env"]);
  });
});

describe("what is wrong", () => {
  it("is followed to the queries that failed and to the bindings that are broken", async () => {
    const table = widget("text", "list", { value: "{{ people.data }}" });
    const field = widget("input", "field", { default_value: "{{ nobody.x }}" });
    const app = testApp({ widgets: [table, field], queries: [query("people", { run_on_load: true })] });
    await rest();
    await app.calls[0]?.fail("no such table");

    const { causes } = await app.runtime.evaluate("{{ people.data.length + field.value }}");

    expect(causes).toEqual([
      { kind: "query", id: "query_people", name: "people", property: null, message: "no such table" },
      { kind: "widget", id: "widget_field", name: "field", property: "default_value", message: "nothing here is called `nobody`" },
    ]);
    expect(app.runtime.snapshot("widget_list")).toMatchObject({ failed: "query_people", problem: { detail: "no such table" } });
  });
});

describe("a form", () => {
  it("is submitted only when every field inside is valid", async () => {
    const form = widget("form", "edit", { reset_on_submit: true }, { events: [{ on: "submit", acts: [{ type: "notify", message: "sent {{ name.value }}", tone: "success" }] }] });
    const app = testApp({ widgets: [form, widget("input", "name", { required: true }, { parent: "widget_edit" }), button("b", [])] });
    expect(await app.runtime.submit("widget_edit")).toBe(false);
    expect(app.runtime.snapshot("widget_name")?.state["touched"]).toBe(true);
    app.runtime.setState("widget_name", { value: "Ann" });
    expect(await app.runtime.submit("widget_edit")).toBe(true);
    expect(app.said).toEqual(["success: sent Ann"]);
    expect(app.exposed("name", "value")).toBe("");
  });
});

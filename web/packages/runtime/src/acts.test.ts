import type { Act } from "@sallyport/document/records.ts";
import { describe, expect, it } from "vitest";
import { button, query, rest, testApp, widget } from "./test-app.ts";

const say = (message: string): Act => ({ type: "notify", message, tone: "info" });

describe("acts", () => {
  it("run in order, each with the values that the one before left", async () => {
    const app = testApp({
      widgets: [
        widget("input", "field"),
        button("go", [
          { type: "set_value", widget: "widget_field", value: "{{ user.name + '!' }}" },
          say("it is {{ field.value }}"),
          { type: "copy", value: "{{ field.value }}" },
          { type: "reset", widget: "widget_field" },
          say("now '{{ field.value }}'"),
          { type: "navigate", page: "page_two", params: { id: "{{ user.id }}", none: "{{ page.params.none }}" } },
        ]),
      ],
    });
    await app.runtime.emit("widget_go", "click");
    expect(app.said).toEqual(["info: it is Ann!", "copy Ann!", "info: now ''", 'go to page_two {"id":"person_1"}']);
  });

  it("stop when the person refuses", async () => {
    const app = testApp({ widgets: [button("go", [{ type: "confirm", message: "Sure, {{ user.name }}?" }, say("done")])] });
    app.agrees = false;
    await app.runtime.emit("widget_go", "click");
    expect(app.confirmations).toEqual(["Sure, Ann?"]);
    expect(app.said).toEqual([]);
    app.agrees = true;
    await app.runtime.emit("widget_go", "click");
    expect(app.said).toEqual(["info: done"]);
  });

  it("stop when a query fails, and say why when nothing else does", async () => {
    const app = testApp({ widgets: [button("go", [{ type: "run_query", query: "query_save" }, say("saved")])], queries: [query("save", { writes: true })] });
    const done = app.runtime.emit("widget_go", "click");
    await rest();
    await app.calls[0]?.fail("too late");
    await done;
    expect(app.said).toEqual(["error: too late"]);
  });

  it("of a query follow its end, before those that waited for it", async () => {
    const save = query("save", { writes: true, confirm: "Save?", on_success: [{ type: "run_query", query: "query_list" }, say("saved")], on_error: [say("not saved")] });
    const app = testApp({ widgets: [button("go", [{ type: "run_query", query: "query_save" }, say("after")])], queries: [save, query("list")] });
    const done = app.runtime.emit("widget_go", "click");
    await rest();
    expect(app.confirmations).toEqual(["Save?"]);
    await app.calls[0]?.answer([]);
    await app.calls[1]?.answer([]);
    await done;
    expect(app.said).toEqual(["info: saved", "info: after"]);
    void app.runtime.emit("widget_go", "click");
    await rest();
    await app.calls[2]?.fail("no");
    expect(app.said.at(-1)).toBe("info: not saved");
  });

  it("open and close a modal, with its own acts", async () => {
    const events = [{ on: "open", acts: [say("opened")] }, { on: "close", acts: [say("closed")] }];
    const app = testApp({
      widgets: [
        widget("modal", "dialog", {}, { events }),
        button("go", [{ type: "open", widget: "widget_dialog" }]),
        button("end", [{ type: "close", widget: "widget_dialog" }]),
      ],
    });
    await app.runtime.emit("widget_go", "click");
    expect(app.exposed("dialog", "opened")).toBe(true);
    await app.runtime.emit("widget_end", "click");
    expect(app.exposed("dialog", "opened")).toBe(false);
    expect(app.said).toEqual(["info: opened", "info: closed"]);
  });

  it("show that they run, and a second click does nothing until they end", async () => {
    const app = testApp({ widgets: [button("go", [{ type: "run_query", query: "query_save" }])], queries: [query("save", { writes: true })] });
    const done = app.runtime.emit("widget_go", "click");
    await rest();
    expect(app.runtime.snapshot("widget_go")?.running.has("click")).toBe(true);
    await app.runtime.emit("widget_go", "click");
    expect(app.calls).toHaveLength(1);
    await app.calls[0]?.answer([]);
    await done;
    expect(app.runtime.snapshot("widget_go")?.running.size).toBe(0);
  });

  it("that start one another without end are stopped", async () => {
    const loop = query("loop", { on_success: [{ type: "run_query", query: "query_loop" }] });
    const app = testApp({ widgets: [button("go", [{ type: "run_query", query: "query_loop" }])], queries: [loop] });
    const done = app.runtime.emit("widget_go", "click");
    for (let turn = 0; turn < 40; turn += 1) {
      await rest();
      await app.calls[turn]?.answer([]);
    }
    await done;
    expect(app.calls.length).toBeLessThan(20);
    expect(app.said).toEqual(["error: These acts start one another without end and were stopped"]);
  });

  it("whose expression fails say so and stop", async () => {
    const app = testApp({ widgets: [button("go", [say("{{ user.name.nope() }}"), say("after")])] });
    await app.runtime.emit("widget_go", "click");
    expect(app.said).toEqual(["error: TypeError: not a function"]);
  });
});

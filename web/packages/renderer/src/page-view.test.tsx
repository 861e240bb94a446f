// @vitest-environment happy-dom
import { MantineProvider } from "@mantine/core";
import { Runtime } from "@sallyport/runtime/runtime.ts";
import type { Ports } from "@sallyport/runtime/ports.ts";
import { query, testView, widget } from "@sallyport/runtime/test-app.ts";
import { widgetModel } from "@sallyport/widgets/definitions.ts";
import type { Mode } from "@sallyport/widgets/view.ts";
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { PageView } from "./page-view.tsx";
import type { WidgetFrameProps } from "./renderer-context.ts";

afterEach(cleanup);

function show(widgets: ReturnType<typeof widget>[], mode: Mode = "view", parts: { queries?: ReturnType<typeof query>[]; frame?: (props: WidgetFrameProps) => React.ReactNode } = {}) {
  const notify = vi.fn<Ports["notify"]>();
  const runtime = new Runtime(testView({ widgets, queries: parts.queries ?? [] }), {
    run: () => Promise.resolve({ columns: [], rows: [{ id: 1, name: "Ann" }], truncated: false, elapsed_ms: 1 }),
    confirm: () => Promise.resolve(true),
    notify,
    navigate: () => undefined,
    copy: () => Promise.resolve(),
    widgetModel,
    startEngine: () => Promise.reject(new Error("no engine here")),
  });
  runtime.open("page_one", {});
  render(
    <MantineProvider>
      <PageView runtime={runtime} page="page_one" widgets={widgets} mode={mode} frame={parts.frame ?? null} />
    </MantineProvider>,
  );
  return { runtime, notify };
}

describe("a page", () => {
  it("shows what is typed where it is bound", () => {
    show([widget("input", "search", { label: "Search" }), widget("text", "echo", { value: "You typed {{ search.value }}" })]);
    fireEvent.change(screen.getByLabelText("Search"), { target: { value: "ab" } });
    expect(screen.getByText("You typed ab")).toBeDefined();
  });

  it("lays widgets out in reading order, whatever the order of the records", () => {
    const low = { ...widget("text", "low", { value: "second" }), layout: { x: 0, y: 5, w: 12, h: 5 } };
    const high = { ...widget("text", "high", { value: "first" }), layout: { x: 0, y: 0, w: 12, h: 5 } };
    show([low, high]);
    const ids = [...document.querySelectorAll("[data-widget-id]")].map((cell) => cell.getAttribute("data-widget-id"));
    expect(ids).toEqual(["widget_high", "widget_low"]);
  });

  it("shows a child in its parent's slot", () => {
    show([widget("container", "box", { title: "Box" }), widget("text", "inner", { value: "inside" }, { parent: "widget_box" })]);
    expect(screen.getByText("inside").closest("[data-grid-parent=widget_box]")).not.toBeNull();
  });

  it("leaves out what is hidden, but keeps it on the canvas", () => {
    const secret = widget("text", "secret", { value: "secret", hidden: "{{ search.value }}" });
    const field = widget("input", "search", { label: "Search", default_value: "" });
    const { runtime } = show([field, { ...secret, properties: { value: "secret", hidden: true } }]);
    expect(screen.queryByText("secret")).toBeNull();
    act(() => runtime.update(testView({ widgets: [field, { ...secret, properties: { value: "secret", hidden: false } }] })));
    expect(screen.getByText("secret")).toBeDefined();
    cleanup();
    show([{ ...secret, properties: { value: "secret", hidden: true } }], "edit");
    expect(screen.getByText("secret").closest("[data-faint]")).not.toBeNull();
  });

  it("says plainly that something could not be shown, and to its builder why", () => {
    const broken = [widget("text", "broken", { value: "{{ echo.nothing }}" }), widget("input", "echo", { label: "Echo" }), widget("text", "fine", { value: "fine" })];
    show(broken);
    expect(screen.getByText("This could not be shown")).toBeDefined();
    expect(screen.getByText("fine")).toBeDefined();
    cleanup();
    show(broken, "preview");
    expect(screen.queryByText("This could not be shown")).toBeNull();
    expect(screen.getByRole("alert").textContent).toBe("Text “echo” has no value “nothing”");
  });

  it("looks to a reader as if what the reader may not have were not there", () => {
    const widgets = [widget("chart", "secret", { title: "Refunds", data: "{{ refunds.data }}" }), widget("text", "fine", { value: "fine" })];
    show(widgets);
    expect(screen.queryByText("Refunds")).toBeNull();
    expect(document.body.textContent).not.toContain("refunds");
    cleanup();
    show(widgets, "preview");
    expect(screen.getByRole("alert").textContent).toContain("nothing here is called “refunds”");
  });

  it("runs a button's acts, but not on the canvas", async () => {
    const press = widget("button", "go", { text: "Go" }, { events: [{ on: "click", acts: [{ type: "notify", message: "gone", tone: "info" }] }] });
    const { notify } = show([press]);
    await act(() => Promise.resolve(fireEvent.click(screen.getByText("Go"))));
    expect(notify).toHaveBeenCalledWith("gone", "info");
    cleanup();
    const canvas = show([press], "edit");
    await act(() => Promise.resolve(fireEvent.click(screen.getByText("Go"))));
    expect(canvas.notify).not.toHaveBeenCalled();
  });

  it("shows rows in a grid that can be worked by keyboard", async () => {
    const rows = widget("table", "rows", { data: "{{ people.data }}", title: "People" });
    const { runtime } = show([rows], "view", { queries: [query("people", { run_on_load: true })] });
    expect(screen.getByLabelText("Loading")).toBeDefined();
    await act(() => runtime.settled().then(() => new Promise((done) => setTimeout(done))));
    const grid = screen.getByRole("grid", { name: "People" });
    expect(screen.getAllByRole("columnheader").map((heading) => heading.textContent)).toEqual(["ID", "Name"]);
    fireEvent.keyDown(grid, { key: "Enter" });
    expect(runtime.snapshot("widget_rows")?.exposed["selected_row"]).toEqual({ id: 1, name: "Ann" });
    expect(screen.getAllByRole("row")[1]?.getAttribute("aria-selected")).toBe("true");
  });

  it("puts the builder's frame around every widget", () => {
    show([widget("text", "one", { value: "framed" })], "edit", {
      frame: ({ snapshot, children }) => <div data-frame={snapshot.widget.name}>{children}</div>,
    });
    expect(screen.getByText("framed").closest("[data-frame=one]")).not.toBeNull();
  });
});

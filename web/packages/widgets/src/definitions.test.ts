import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { WIDGET_TYPES } from "@sallyport/document/records.ts";
import { describe, expect, it } from "vitest";
import { widgetsJson } from "../tools/widgets-json.ts";
import { GRID, slotsOf } from "./definition.ts";
import { definitionOf, DEFINITIONS, widgetModel } from "./definitions.ts";
import { viewOf } from "./views.ts";

const SNAKE = /^[a-z][a-z0-9_]*$/;

describe("the widgets", () => {
  it("are those that a document may hold, each with a definition, a model and a view", () => {
    expect(DEFINITIONS.map(({ type }) => type).toSorted()).toEqual([...WIDGET_TYPES].toSorted());
    for (const { type } of DEFINITIONS) {
      expect(viewOf(type), type).toBeDefined();
      expect(widgetModel(type), type).toBeDefined();
    }
    expect(viewOf("constructor")).toBeUndefined();
  });

  it("are in spec/widgets.json as they are here", () => {
    const file = resolve(import.meta.dirname, "../../../../spec/widgets.json");
    expect(readFileSync(file, "utf8") === widgetsJson(), "run `npm run gen:widgets`").toBe(true);
  });

  it.each(DEFINITIONS)("$type names its parts once, in snake case", ({ properties, events, exposes, size }) => {
    for (const names of [properties.map(({ key }) => key), events.map(({ name }) => name), exposes.map(({ key }) => key)]) {
      expect(new Set(names).size).toBe(names.length);
      for (const name of names) expect(name).toMatch(SNAKE);
    }
    expect(size.w).toBeLessThanOrEqual(GRID.columns);
  });

  it.each(DEFINITIONS)("$type follows from properties that it has", ({ properties, exposes, resets_on, value_key, slots }) => {
    const keys = properties.map(({ key }) => key);
    for (const { uses } of exposes) for (const key of uses) expect(keys).toContain(key);
    for (const key of resets_on) expect(keys).toContain(key);
    if (value_key !== null) expect(exposes.map(({ key }) => key)).toContain(value_key);
    if (slots !== null && typeof slots === "object") expect(keys).toContain(slots.property);
  });

  it.each(DEFINITIONS)("$type offers its default among the choices", ({ properties }) => {
    for (const { type, choices, default: value } of properties) {
      expect(choices.length > 0).toBe(type === "choice");
      if (type === "choice") expect(choices.map((choice) => choice.value)).toContain(value);
    }
  });

  it("have the slots that their properties name", () => {
    const tabs = definitionOf("tabs");
    if (!tabs) throw new Error("no tabs");
    expect(slotsOf(tabs, {})).toEqual(["first", "second"]);
    expect(slotsOf(tabs, { tabs: [{ key: "a", label: "A" }, { nonsense: true }] })).toEqual(["a"]);
    expect(DEFINITIONS.filter((definition) => slotsOf(definition, {}).length > 0).map(({ type }) => type)).toEqual([
      "form",
      "container",
      "tabs",
      "modal",
    ]);
  });
});

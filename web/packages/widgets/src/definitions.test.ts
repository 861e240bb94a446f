import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { WIDGET_TYPES } from "@sallyport/document/records.ts";
import { describe, expect, it } from "vitest";
import { widgetsJson } from "../tools/widgets-json.ts";
import { GRID, slotsOf } from "./definition.ts";
import { definitionOf, DEFINITIONS, widgetModel } from "./definitions.ts";
import { VIEWS } from "./views.ts";

const SNAKE = /^[a-z][a-z0-9_]*$/;

describe("the widgets", () => {
  it("are those that a document may hold, each with a definition, a model and a view", () => {
    expect(DEFINITIONS.map(({ type }) => type).toSorted()).toEqual([...WIDGET_TYPES].toSorted());
    expect(Object.keys(VIEWS).toSorted()).toEqual([...WIDGET_TYPES].toSorted());
    expect(WIDGET_TYPES.filter((type) => widgetModel(type) === undefined)).toEqual([]);
    expect(VIEWS["constructor"]).toBeUndefined();
  });

  it("are in spec/widgets.json as they are here", () => {
    const file = resolve(import.meta.dirname, "../../../../spec/widgets.json");
    // if not: `npm run gen:widgets`
    expect(readFileSync(file, "utf8")).toBe(widgetsJson());
  });

  it.each(DEFINITIONS)("$type names its parts once, in snake case", ({ properties, events, exposes, size }) => {
    for (const names of [properties.map(({ key }) => key), events.map(({ name }) => name), exposes.map(({ key }) => key)]) {
      expect(new Set(names).size).toBe(names.length);
      for (const name of names) expect(name).toMatch(SNAKE);
    }
    expect(size.w).toBeLessThanOrEqual(GRID.columns);
  });

  it.each(DEFINITIONS)("$type follows from properties that it has", ({ properties, exposes, resets_on, value_key, slots }) => {
    const keys = new Set(properties.map(({ key }) => key));
    const named = [...exposes.flatMap(({ uses }) => uses), ...resets_on, ...(typeof slots === "object" && slots !== null ? [slots.property] : [])];
    expect(named.filter((key) => !keys.has(key))).toEqual([]);
    expect([null, ...exposes.map(({ key }) => key)]).toContain(value_key);
  });

  it.each(DEFINITIONS)("$type offers its default among the choices", ({ properties }) => {
    const chosen = properties.filter(({ type }) => type === "choice");
    expect(properties.filter(({ choices }) => choices.length > 0)).toEqual(chosen);
    expect(chosen.filter(({ choices, default: value }) => !choices.some((choice) => choice.value === value))).toEqual([]);
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

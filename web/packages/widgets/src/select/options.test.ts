import { describe, expect, it } from "vitest";
import { labelOf, optionsOf, selectedOf } from "./options.ts";

describe("options", () => {
  it("are pairs, rows of a query, or plain values", () => {
    expect(optionsOf({ options: [{ value: 1, label: "One" }] })).toEqual([{ value: 1, label: "One" }]);
    expect(optionsOf({ options: [{ id: 7, name: "Ann" }], option_value: "id", option_label: "name" })).toEqual([{ value: 7, label: "Ann" }]);
    expect(optionsOf({ options: ["a", 2, true] })).toEqual([
      { value: "a", label: "a" },
      { value: 2, label: "2" },
      { value: true, label: "true" },
    ]);
  });

  it("leave out what is empty or there already", () => {
    expect(optionsOf({ options: [null, "a", "a", { value: null }, {}] })).toEqual([{ value: "a", label: "a" }]);
    expect(optionsOf({ options: "a, b" })).toEqual([]);
  });

  it("keep the value's own type, and find its label however it is written", () => {
    const properties = { options: [{ value: 7, label: "Seven" }], default_value: "7" };
    expect(selectedOf(properties, { value: 7 })).toBe(7);
    expect(labelOf(properties, {})).toBe("Seven");
    expect(selectedOf(properties, { value: null })).toBeNull();
  });
});

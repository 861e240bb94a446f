import { describe, expect, it } from "vitest";
import { faultOf, valueOf } from "./validity.ts";

describe("an input", () => {
  it("has the value of its type", () => {
    expect(valueOf({ default_value: "a" }, {})).toBe("a");
    expect(valueOf({ default_value: "a" }, { value: "" })).toBe("");
    expect(valueOf({ default_value: 7 }, {})).toBe("7");
    expect(valueOf({ type: "number" }, { value: "1.50" })).toBe(1.5);
    expect(valueOf({ type: "number" }, { value: "" })).toBeNull();
    expect(valueOf({ type: "number", default_value: 3 }, {})).toBe(3);
  });

  it.each([
    [{ required: true }, "", "Fill this in"],
    [{ required: true }, "x", null],
    [{ type: "email" }, "nobody", "Write an e-mail address, such as name@example.com"],
    [{ type: "email" }, "a@b.example", null],
    [{ type: "email" }, "", null],
    [{ type: "number", min: 1, max: 5 }, "0", "At least 1"],
    [{ type: "number", min: 1, max: 5 }, "6", "At most 5"],
    [{ type: "number", min: 1, max: 5 }, "5", null],
    [{ min: 3 }, "ab", "At least 3 characters"],
    [{ max: 3 }, "abcd", "At most 3 characters"],
  ])("with %j says of %j: %s", (properties, value, fault) => {
    expect(faultOf(properties, { value })).toBe(fault);
  });
});

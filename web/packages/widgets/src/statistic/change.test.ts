import { describe, expect, it } from "vitest";
import { changeOf } from "./change.ts";

describe("a change", () => {
  it("is good or bad only where the builder says which way is better", () => {
    expect(changeOf(110, 100, "higher")).toMatchObject({ direction: "up", meaning: "good" });
    expect(changeOf(110, 100, "lower")).toMatchObject({ direction: "up", meaning: "bad" });
    expect(changeOf(90, 100, "neither")).toEqual({ ratio: -0.1, direction: "down", meaning: "none" });
    expect(changeOf(-5, -10, "higher")).toMatchObject({ ratio: 0.5, direction: "up" });
  });

  it("is not told where there is nothing to compare with", () => {
    expect(changeOf(1, 0, "higher")).toBeNull();
    expect(changeOf(1, null, "higher")).toBeNull();
    expect(changeOf("many", 2, "higher")).toBeNull();
  });
});

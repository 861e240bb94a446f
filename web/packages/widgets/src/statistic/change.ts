/** How a figure stands to the earlier one. */
import type { Value } from "@sallyport/runtime/json.ts";
import { numberOf } from "../parts/format.ts";

export type Change = {
  /** 0.12 is 12 % more. */
  readonly ratio: number;
  readonly direction: "up" | "down" | "same";
  readonly meaning: "good" | "bad" | "none";
};

export function changeOf(value: Value, earlier: Value, better: Value): Change | null {
  const now = numberOf(value);
  const before = numberOf(earlier);
  if (now === null || before === null || before === 0) return null;
  const ratio = (now - before) / Math.abs(before);
  const direction = ratio > 0 ? "up" : ratio < 0 ? "down" : "same";
  return { ratio, direction, meaning: meaningOf(direction, better) };
}

function meaningOf(direction: Change["direction"], better: Value): Change["meaning"] {
  if (direction === "same" || (better !== "higher" && better !== "lower")) return "none";
  return (direction === "up") === (better === "higher") ? "good" : "bad";
}

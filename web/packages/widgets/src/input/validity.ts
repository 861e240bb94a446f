/** What an input's value is, and what may be wrong with it. */
import type { Value } from "@sallyport/runtime/json.ts";
import type { Values } from "@sallyport/runtime/widget-model.ts";

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

export function valueOf(properties: Values, state: Values): Value {
  const value = state["value"] !== undefined ? state["value"] : properties["default_value"];
  if (properties["type"] === "number") return numberOf(value);
  return value === null || value === undefined ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** In words, for the person who fills it in; `null` when there is nothing wrong. */
export function faultOf(properties: Values, state: Values): string | null {
  const value = valueOf(properties, state);
  if (value === null || value === undefined || value === "") return properties["required"] === true ? "Fill this in" : null;
  const least = numberOf(properties["min"]);
  const most = numberOf(properties["max"]);
  if (typeof value === "number") {
    if (least !== null && value < least) return `At least ${least}`;
    if (most !== null && value > most) return `At most ${most}`;
    return null;
  }
  const text = String(value);
  if (properties["type"] === "email" && !EMAIL.test(text)) return "Write an e-mail address, such as name@example.com";
  if (least !== null && text.length < least) return `At least ${least} characters`;
  if (most !== null && text.length > most) return `At most ${most} characters`;
  return null;
}

function numberOf(value: Value): number | null {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value !== "string" || value.trim() === "") return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

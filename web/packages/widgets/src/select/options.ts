/** Options as a builder may give them: `{value, label}`, rows of a query, or plain values. */
import { isObject, textOf, type Value } from "@sallyport/runtime/json.ts";
import type { Values } from "@sallyport/runtime/widget-model.ts";

export type Option = { readonly value: Value; readonly label: string };

export function optionsOf(properties: Values): readonly Option[] {
  const given: unknown = properties["options"];
  if (!Array.isArray(given)) return [];
  const valueKey = textOf(properties["option_value"]) || "value";
  const labelKey = textOf(properties["option_label"]) || "label";
  const seen = new Set<string>();
  return given.flatMap((item: Value) => {
    const option = isObject(item) ? fromRow(item as Values, valueKey, labelKey) : { value: item, label: textOf(item) };
    const key = keyOf(option.value);
    if (option.value === undefined || option.value === null || seen.has(key)) return [];
    seen.add(key);
    return [option];
  });
}

export function selectedOf(properties: Values, state: Values): Value {
  const value = state["value"] !== undefined ? state["value"] : properties["default_value"];
  return value === undefined || value === "" ? null : value;
}

export function labelOf(properties: Values, state: Values): Value {
  const value = selectedOf(properties, state);
  if (value === null || value === undefined) return "";
  const key = keyOf(value);
  return optionsOf(properties).find((option) => keyOf(option.value) === key)?.label ?? textOf(value);
}

/** The controls know options by text; `1` and `"1"` are the same option, as they are in a URL. */
export function keyOf(value: Value): string {
  return textOf(value);
}

function fromRow(row: Values, valueKey: string, labelKey: string): Option {
  const value = row[valueKey];
  return { value, label: textOf(row[labelKey] ?? value) };
}

import { isObject, textOf, type Value } from "@sallyport/runtime/json.ts";
import type { Values } from "@sallyport/runtime/widget-model.ts";

export type Tab = { readonly key: string; readonly label: string };

export function tabsOf(properties: Values): readonly Tab[] {
  const given: unknown = properties["tabs"];
  if (!Array.isArray(given)) return [];
  return given.flatMap((item: unknown) => {
    if (!isObject(item) || typeof item["key"] !== "string") return [];
    return [{ key: item["key"], label: textOf(item["label"]) || item["key"] }];
  });
}

/** The chosen tab, else the default, else the first; never one that does not exist. */
export function currentTab(properties: Values, state: Values): Value {
  const keys = tabsOf(properties).map((tab) => tab.key);
  const wanted = [state["value"], properties["default_tab"]].find((key) => typeof key === "string" && keys.includes(key));
  return wanted ?? keys[0] ?? null;
}

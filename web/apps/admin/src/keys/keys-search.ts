import type { ApiKey } from "@sallyport/api/types.ts";
import { type RawSearch, oneOf, present, textIn } from "../search.ts";
import { type KeyState, keyStates, stateOf } from "./key-state.ts";

export const ownerKinds = ["person", "service"] as const;

export interface KeysSearch {
  /** Part of a key's or its owner's name. */
  text?: string;
  state?: KeyState;
  owner?: (typeof ownerKinds)[number];
}

export function parseKeysSearch(raw: RawSearch): KeysSearch {
  return present<KeysSearch>({ text: textIn(raw, "text"), state: oneOf(raw, "state", keyStates), owner: oneOf(raw, "owner", ownerKinds) });
}

export const isFiltered = (search: KeysSearch): boolean => Object.keys(search).length > 0;

export function matchingKeys(keys: readonly ApiKey[], search: KeysSearch, now: number): ApiKey[] {
  const wanted = search.text?.toLowerCase() ?? "";
  return keys.filter(
    (key) =>
      [key.name, key.owner.name].some((text) => text.toLowerCase().includes(wanted)) &&
      (search.state === undefined || stateOf(key, now) === search.state) &&
      (search.owner === undefined || key.owner.kind === search.owner),
  );
}

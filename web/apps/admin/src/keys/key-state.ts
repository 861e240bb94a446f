/** How a key stands: what is said of it in a list, and what it is sorted and filtered by. */
import type { ApiKey } from "@sallyport/api/types.ts";

export const keyStates = ["active", "ends soon", "expired"] as const;
export type KeyState = (typeof keyStates)[number];

/** With less than this left, somebody should rotate it. */
const SOON = 14 * 86_400_000;

/** One that is revoked is in no list any more. */
export function stateOf({ expires_at }: Pick<ApiKey, "expires_at">, now: number): KeyState {
  const left = Date.parse(expires_at) - now;
  if (left <= 0) return "expired";
  return left <= SOON ? "ends soon" : "active";
}

/** A key that nobody can use any more needs no act. */
export const isUsable = (state: KeyState): boolean => state !== "expired";

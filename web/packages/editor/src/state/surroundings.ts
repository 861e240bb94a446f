/** What the editor works in: which app, and as whom. */
import type { JsonObject } from "@sallyport/runtime/json.ts";
import { createContext, useContext } from "react";

export interface Surroundings {
  readonly app: string;
  readonly user: JsonObject;
  readonly tenant: JsonObject;
}

export const SurroundingsContext = createContext<Surroundings | null>(null);

export function useSurroundings(): Surroundings {
  const surroundings = useContext(SurroundingsContext);
  if (!surroundings) throw new Error("useSurroundings needs a SurroundingsContext around it");
  return surroundings;
}

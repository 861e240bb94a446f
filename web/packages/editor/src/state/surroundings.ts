/** What the editor works in: which app, as whom, in which environment. */
import { createContext, useContext } from "react";
import type { Surroundings } from "./runtime.ts";

export interface EditorSurroundings extends Surroundings {
  readonly app: string;
}

export const SurroundingsContext = createContext<EditorSurroundings | null>(null);

export function useSurroundings(): EditorSurroundings {
  const surroundings = useContext(SurroundingsContext);
  if (!surroundings) throw new Error("useSurroundings needs a SurroundingsContext around it");
  return surroundings;
}

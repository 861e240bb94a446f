/** What the running page can tell the editor: names with their values now, and what a template comes to. */
import { createContext, useContext, useEffect, useState, useSyncExternalStore } from "react";

export type Outcome =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly message: string };

export type RootKind = "widget" | "query" | "function" | "context";

export interface Root {
  readonly name: string;
  readonly kind: RootKind;
  readonly value: unknown;
}

export interface Live {
  readonly subscribe: (listener: () => void) => () => void;
  /** Changes whenever a value may have. */
  readonly version: () => number;
  readonly roots: () => readonly Root[];
  readonly evaluate: (template: string) => Promise<Outcome>;
}

const NOTHING: Live = {
  subscribe: () => () => undefined,
  version: () => 0,
  roots: () => [],
  evaluate: async () => ({ ok: false, message: "the page is not running" }),
};

export const LiveContext = createContext<Live>(NOTHING);

export function useLive(): Live {
  return useContext(LiveContext);
}

/** What the template comes to now; `null` until known. */
export function useOutcome(template: string): Outcome | null {
  const live = useLive();
  const version = useSyncExternalStore(live.subscribe, live.version);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const timer = window.setTimeout(() => {
      void live.evaluate(template).then((found) => {
        if (isCurrent) setOutcome(found);
      });
    }, 120);
    return () => {
      isCurrent = false;
      window.clearTimeout(timer);
    };
  }, [live, template, version]);
  return outcome;
}

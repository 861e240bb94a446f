/** What the running page can tell the editor: names with their values now, and what a template comes to. */
import type { Cause } from "@sallyport/runtime/causes.ts";
import { createContext, useContext, useEffect, useState } from "react";

/** What a template comes to, and the failed queries and broken bindings behind it. */
export type Outcome = { readonly causes: readonly Cause[] } & ({ readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly message: string });

export type RootKind = "widget" | "query" | "function" | "context";

export interface Root {
  readonly name: string;
  readonly kind: RootKind;
  readonly value: unknown;
}

export interface Live {
  readonly subscribe: (listener: () => void) => () => void;
  readonly roots: () => readonly Root[];
  readonly evaluate: (template: string) => Promise<Outcome>;
}

const NOTHING: Live = {
  subscribe: () => () => undefined,
  roots: () => [],
  evaluate: async () => ({ ok: false, message: "the page is not running", causes: [] }),
};

export const LiveContext = createContext<Live>(NOTHING);

export function useLive(): Live {
  return useContext(LiveContext);
}

const LOOK_AFTER_MS = 120;

/** What the template comes to now; `null` until known. */
export function useOutcome(template: string): Outcome | null {
  const live = useLive();
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  useEffect(() => {
    let isCurrent = true;
    let timer = 0;
    const look = () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => {
        void live.evaluate(template).then((found) => {
          if (isCurrent) setOutcome(found);
        });
      }, LOOK_AFTER_MS);
    };
    const stop = live.subscribe(look);
    look();
    return () => {
      isCurrent = false;
      window.clearTimeout(timer);
      stop();
    };
  }, [live, template]);
  return outcome;
}

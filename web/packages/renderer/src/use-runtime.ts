/** Reading a runtime from React: each hook renders again only when what it reads has changed. */
import type { QueryState } from "@sallyport/runtime/queries.ts";
import type { Runtime } from "@sallyport/runtime/runtime.ts";
import type { WidgetSnapshot } from "@sallyport/runtime/snapshot.ts";
import type { Mode } from "@sallyport/widgets/view.ts";
import { useCallback, useSyncExternalStore } from "react";

export function useWidget(runtime: Runtime, id: string): WidgetSnapshot | null {
  const subscribe = useCallback((listener: () => void) => runtime.subscribe(id, listener), [runtime, id]);
  return useSyncExternalStore(subscribe, () => runtime.snapshot(id));
}

export function useQueryState(runtime: Runtime, id: string): QueryState {
  const subscribe = useCallback((listener: () => void) => runtime.subscribe(`query ${id}`, listener), [runtime, id]);
  return useSyncExternalStore(subscribe, () => runtime.query(id));
}

/** Renders again with every change of anything. For the builder's panels, not for widgets. */
export function useRuntimeVersion(runtime: Runtime): number {
  const subscribe = useCallback((listener: () => void) => runtime.subscribe("*", listener), [runtime]);
  return useSyncExternalStore(subscribe, () => runtime.version);
}

/**
 * The ids of those widgets that are not to be seen: their property `hidden` is true, or, for a reader, they show what the reader may not
 * have. The server leaves such queries out of the view, and what one may not see looks as if it were not there.
 */
export function useHidden(runtime: Runtime, ids: readonly string[], mode: Mode): ReadonlySet<string> {
  const key = ids.join(" ");
  const subscribe = useCallback(
    (listener: () => void) => {
      const stops = key === "" ? [] : key.split(" ").map((id) => runtime.subscribe(id, listener));
      return () => {
        for (const stop of stops) stop();
      };
    },
    [runtime, key],
  );
  const hidden = useSyncExternalStore(subscribe, () => ids.filter((id) => isHidden(runtime.snapshot(id), mode)).join(" "));
  return new Set(hidden === "" ? [] : hidden.split(" "));
}

function isHidden(snapshot: WidgetSnapshot | null, mode: Mode): boolean {
  return snapshot?.properties["hidden"] === true || (mode === "view" && snapshot?.absent === true);
}

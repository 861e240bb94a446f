/** The drag in progress, by context. */
import type { WidgetType } from "@sallyport/document/records.ts";
import type { WidgetDefinition } from "@sallyport/widgets/definition.ts";
import { createContext, useContext, useSyncExternalStore, type PointerEvent } from "react";
import type { Drag, DragState } from "./drag.ts";

export const DragContext = createContext<Drag | null>(null);

export function useDragObject(): Drag {
  const drag = useContext(DragContext);
  if (!drag) throw new Error("useDrag needs a DragContext around it");
  return drag;
}

export function useDragState(): DragState | null {
  const drag = useDragObject();
  return useSyncExternalStore(drag.subscribe, drag.get);
}

export function useDrag() {
  const drag = useDragObject();
  return {
    hasJustDropped: () => drag.hasJustDropped(),
    fromPalette: (event: PointerEvent, definition: WidgetDefinition, type: WidgetType) => {
      if (event.button === 0) drag.fromPalette({ x: event.clientX, y: event.clientY }, definition, type);
    },
  };
}

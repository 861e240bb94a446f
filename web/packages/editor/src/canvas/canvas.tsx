/**
 * The canvas: the real renderer, with the editor's hand over it. The first click on a widget selects it, the next one uses it, so
 * that nothing runs by accident and everything can be tried.
 */
import type { WidgetId } from "@sallyport/document/records.ts";
import { widgetOf } from "@sallyport/document/tree.ts";
import { useCallback, useRef, useState, type KeyboardEvent, type MouseEvent, type PointerEvent, type ReactNode } from "react";
import { toggled } from "../state/lines.ts";
import { useEditor, useStore } from "../state/use-editor.ts";
import { actOnCanvasKey } from "../state/keys.ts";
import styles from "./canvas.module.css";
import { placeAt, widgetAt } from "./measure.ts";
import { Overlay } from "./overlay.tsx";
import { useDragObject } from "./use-drag.ts";

/** Where a press begins something of its own, so that it does not begin a drag. */
const OWN_PRESS = "input, textarea, select, [contenteditable], [role=slider], [role=separator], [data-no-drag]";

/** What is wrong can be followed at once, whether or not its widget is selected. */
function isFault(target: EventTarget): boolean {
  return target instanceof Element && target.closest("[data-fault]") !== null;
}

export function Canvas({ children }: { readonly children: ReactNode }) {
  const store = useStore();
  const drag = useDragObject();
  const hasPage = useEditor((state) => state.page !== null);
  const canvas = useRef<HTMLDivElement>(null);
  const swallow = useRef(false);
  const [hovered, setHovered] = useState<WidgetId | null>(null);

  const press = useCallback(
    (event: PointerEvent<HTMLDivElement>) => {
      swallow.current = false;
      event.currentTarget.setAttribute("data-pointed", "");
      if (event.button !== 0 || isFault(event.target)) return;
      const point = { x: event.clientX, y: event.clientY };
      const { document, selection } = store.get();
      const id = widgetAt(event.target);
      if (id === null || !widgetOf(document, id)) {
        const place = placeAt(document, point, []);
        if (!event.shiftKey) store.select([]);
        if (place) drag.ofMarquee(point, place, event.shiftKey ? selection : []);
        return;
      }
      const wasSelected = selection.includes(id);
      if (event.shiftKey) store.select(toggled(selection, id));
      else if (!wasSelected) store.select([id]);
      swallow.current = !wasSelected || event.shiftKey;
      const ownsPress = event.target instanceof Element && event.target.closest(OWN_PRESS) !== null;
      if (!event.shiftKey && !(wasSelected && ownsPress)) drag.ofWidget(point, id);
    },
    [store, drag],
  );

  /** The press that selects goes no further: no focus, no click, no text selection. */
  const stopSelecting = (event: MouseEvent<HTMLDivElement>) => {
    if (!swallow.current && !drag.hasJustDropped()) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.type === "mousedown") canvas.current?.focus({ preventScroll: true });
  };

  const key = (event: KeyboardEvent<HTMLDivElement>) => {
    event.currentTarget.removeAttribute("data-pointed");
    if (event.target !== canvas.current) return;
    if (actOnCanvasKey(store, event.nativeEvent)) event.preventDefault();
  };

  return (
    <div className={styles.frame}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a composite widget; what lies inside keeps its own roles */}
      <div
        ref={canvas}
        className={styles.canvas}
        role="application"
        aria-label="Canvas"
        aria-describedby="canvas-keys"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it has keys of its own
        tabIndex={0}
        data-canvas
        onPointerDownCapture={press}
        onMouseDownCapture={stopSelecting}
        onClickCapture={stopSelecting}
        onDoubleClickCapture={stopSelecting}
        onPointerOver={(event) => setHovered(widgetAt(event.target))}
        onPointerLeave={() => setHovered(null)}
        onKeyDown={key}
      >
        {hasPage ? children : <p className={styles.nothing}>This app has no page yet. Add one on the left.</p>}
      </div>
      <p id="canvas-keys" className={styles.unseen}>
        Tab goes from widget to widget. Arrows move the selection by a cell, with Shift they resize it. Escape selects what is around it. Enter goes
        to the inspector. Delete removes it.
      </p>
      <Overlay canvas={canvas} hovered={hovered} />
    </div>
  );
}

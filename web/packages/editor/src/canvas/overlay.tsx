/** What lies over the canvas: the frames of what is selected, their handles, and where a drop would go. Fixed to the screen. */
import type { WidgetId } from "@sallyport/document/records.ts";
import { widgetOf } from "@sallyport/document/tree.ts";
import { definitionOf } from "@sallyport/widgets/definitions.ts";
import { IconGripVertical } from "@tabler/icons-react";
import { useLayoutEffect, useState, type RefObject } from "react";
import { createPortal } from "react-dom";
import { useEditor } from "../state/use-editor.ts";
import styles from "./canvas.module.css";
import type { DragState } from "./drag.ts";
import type { Edge } from "./gestures.ts";
import type { Box } from "./lattice.ts";
import { frameOf } from "./measure.ts";
import { useDragObject, useDragState } from "./use-drag.ts";

const EDGES: readonly Edge[] = ["n", "ne", "e", "se", "s", "sw", "w", "nw"];

interface Measured {
  readonly frames: ReadonlyMap<WidgetId, Box>;
  readonly clip: Box | null;
}

/** Follows the frames on the screen: they move when the document, the window, or anything inside a widget does. */
function useFrames(ids: readonly WidgetId[], canvas: RefObject<HTMLElement | null>): Measured {
  const [measured, setMeasured] = useState<Measured>({ frames: new Map(), clip: null });
  const key = ids.join(" ");
  useLayoutEffect(() => {
    let frame = 0;
    let last = "";
    const wanted = key === "" ? [] : key.split(" ");
    const measure = () => {
      const clip = canvas.current?.getBoundingClientRect() ?? null;
      const frames = new Map<WidgetId, Box>();
      for (const id of wanted) {
        const box = frameOf(id)?.getBoundingClientRect();
        if (box && box.width > 0) frames.set(id, { left: box.left, top: box.top, width: box.width, height: box.height });
      }
      const now = JSON.stringify([[...frames], clip]);
      if (now !== last) setMeasured({ frames, clip });
      last = now;
      frame = requestAnimationFrame(measure);
    };
    measure();
    return () => cancelAnimationFrame(frame);
  }, [key, canvas]);
  return measured;
}

interface Props {
  readonly canvas: RefObject<HTMLElement | null>;
  readonly hovered: WidgetId | null;
}

export function Overlay({ canvas, hovered }: Props) {
  const selection = useEditor((state) => state.selection);
  const drag = useDragState();
  const shown = hovered === null || selection.includes(hovered) ? selection : [...selection, hovered];
  const { frames, clip } = useFrames(shown, canvas);
  if (!clip) return null;
  return createPortal(
    <div className={styles.overlay} aria-hidden>
      <div className={styles.clip} style={{ ...pixels(clip) }}>
        <div className={styles.shift} style={{ left: -clip.left, top: -clip.top }}>
          {shown.map((id) => {
            const box = frames.get(id);
            return box && <Frame key={id} id={id} box={box} top={clip.top} isSelected={selection.includes(id)} isAlone={selection.length === 1} isDragging={drag !== null} />;
          })}
          {drag && <Preview drag={drag} />}
        </div>
      </div>
      {drag?.kind === "new" && (
        <div className={styles.ghost} style={{ left: drag.pointer.x + 12, top: drag.pointer.y + 12 }}>
          {drag.label}
        </div>
      )}
    </div>,
    document.body,
  );
}

function Preview({ drag }: { readonly drag: DragState }) {
  return (
    <>
      {drag.target && <div className={styles.target} style={pixels(drag.target)} />}
      {drag.previews.map((box, index) => (
        <div key={index} className={drag.kind === "marquee" ? styles.marquee : styles.preview} style={pixels(box)}>
          {drag.layout && index === 0 && (
            <span className={styles.size}>
              {drag.kind === "resize" ? `${drag.layout.w} × ${drag.layout.h}` : `${drag.layout.x}, ${drag.layout.y}`}
            </span>
          )}
        </div>
      ))}
    </>
  );
}

interface FrameProps {
  readonly id: WidgetId;
  readonly box: Box;
  readonly top: number;
  readonly isSelected: boolean;
  readonly isAlone: boolean;
  readonly isDragging: boolean;
}

function Frame({ id, box, top, isSelected, isAlone, isDragging }: FrameProps) {
  const drag = useDragObject();
  const widget = useEditor((state) => widgetOf(state.document, id));
  // What floats has no place on the grid to be dragged to.
  const isPlaced = widget !== null && definitionOf(widget.type)?.opens !== true;
  const isBelow = box.top - top < 20;
  return (
    <div className={isSelected ? styles.selected : styles.hovered} style={pixels(box)}>
      <div
        className={styles.tag}
        data-below={isBelow || undefined}
        data-tag={id}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.preventDefault();
          if (isPlaced) drag.ofWidget({ x: event.clientX, y: event.clientY }, id);
        }}
      >
        <IconGripVertical size={12} aria-hidden />
        {widget?.name}
      </div>
      {isSelected &&
        isAlone &&
        isPlaced &&
        !isDragging &&
        EDGES.map((edge) => (
          <div
            key={edge}
            className={styles.handle}
            data-edge={edge}
            onPointerDown={(event) => {
              if (event.button !== 0) return;
              event.preventDefault();
              drag.ofEdge({ x: event.clientX, y: event.clientY }, id, edge);
            }}
          />
        ))}
    </div>
  );
}

function pixels(box: Box) {
  return { left: box.left, top: box.top, width: box.width, height: box.height };
}


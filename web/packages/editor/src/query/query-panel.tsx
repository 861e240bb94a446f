/** The bottom panel: a query or a function, its code above, what came of it below. Its height is remembered. */
import { ActionIcon, Tooltip } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useState, type KeyboardEvent, type PointerEvent } from "react";
import { useEditor, useStore } from "../state/use-editor.ts";
import { FunctionEditor } from "./function-editor.tsx";
import { QueryEditor } from "./query-editor.tsx";
import styles from "./query.module.css";

const KEY = "sallyport.editor.bottom";
const LEAST = 160;
const MOST = 720;

function rememberedHeight(): number {
  const height = Number(localStorage.getItem(KEY));
  return height >= LEAST && height <= MOST ? height : 340;
}

export function BottomPanel() {
  const store = useStore();
  const record = useEditor((state) => (state.open === null ? null : (state.document.records[state.open] ?? null)));
  const [height, setHeight] = useState(rememberedHeight);
  const isShown = record?.kind === "query" || record?.kind === "function";
  if (!isShown) return null;
  const become = (next: number) => {
    const kept = Math.round(Math.min(Math.max(next, LEAST), Math.min(MOST, window.innerHeight - 200)));
    setHeight(kept);
    localStorage.setItem(KEY, String(kept));
  };
  const pull = (event: PointerEvent<HTMLDivElement>) => {
    const start = event.clientY + height;
    const listening = new AbortController();
    const { signal } = listening;
    event.preventDefault();
    window.addEventListener("pointermove", (move) => become(start - move.clientY), { signal });
    window.addEventListener("pointerup", () => listening.abort(), { signal });
    window.addEventListener("pointercancel", () => listening.abort(), { signal });
  };
  const step = (event: KeyboardEvent) => {
    const by = { ArrowUp: 24, ArrowDown: -24 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    become(height + by);
  };
  return (
    <section className={styles.panel} style={{ height }} aria-label={record.kind === "query" ? "Query" : "Function"}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/no-noninteractive-tabindex -- a separator that is focusable is a widget (ARIA 1.2) */}
      <div
        className={styles.splitter}
        role="separator"
        tabIndex={0}
        aria-orientation="horizontal"
        aria-label="Height of the panel"
        aria-valuenow={height}
        aria-valuemin={LEAST}
        aria-valuemax={MOST}
        onPointerDown={pull}
        onKeyDown={step}
      />
      <div className={styles.close}>
        <Tooltip label="Close">
          <ActionIcon variant="subtle" color="gray" size={24} aria-label="Close the panel" onClick={() => store.set({ open: null })}>
            <IconX size={16} />
          </ActionIcon>
        </Tooltip>
      </div>
      {record.kind === "query" ? <QueryEditor key={record.id} query={record} /> : <FunctionEditor key={record.id} record={record} />}
    </section>
  );
}

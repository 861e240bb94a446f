/**
 * The editor of one app: panels around the canvas. It is given a session and the renderer's picture of the page, and knows
 * nothing of routes; the studio puts its bar above it.
 */
import { useEffect, useSyncExternalStore, type ReactNode } from "react";
import { BottomPanel } from "./query/query-panel.tsx";
import { AskDialog } from "./canvas/ask-dialog.tsx";
import { Canvas } from "./canvas/canvas.tsx";
import { Stage } from "./canvas/stage.tsx";
import { DragContext } from "./canvas/use-drag.ts";
import { ConflictDialog } from "./conflict/conflict-dialog.tsx";
import styles from "./editor.module.css";
import { InspectorHandle } from "./inspector/inspector-head.tsx";
import { Inspector } from "./inspector/inspector.tsx";
import { Side } from "./panels/side.tsx";
import { actOnShortcut, isWriting } from "./state/keys.ts";
import { LiveContext } from "./state/live.ts";
import { RuntimeContext } from "./state/runtime.ts";
import type { Asking, EditorSession } from "./state/session.ts";
import { SurroundingsContext } from "./state/surroundings.ts";
import { EditorContext, useEditor, useStore } from "./state/use-editor.ts";

interface Props {
  readonly session: EditorSession;
  readonly asking: Asking | null;
  /** The bar above everything, inside the editor's contexts. */
  readonly bar: ReactNode;
}

export function Editor({ session, asking, bar }: Props) {
  return (
    <EditorContext value={session.store}>
      <RuntimeContext value={session.runtime}>
        <LiveContext value={session.live}>
          <SurroundingsContext value={session.surroundings}>
            <DragContext value={session.drag}>
              <Rooms session={session} bar={bar} />
              <AskDialog asking={asking} />
            </DragContext>
          </SurroundingsContext>
        </LiveContext>
      </RuntimeContext>
    </EditorContext>
  );
}

function Rooms({ session, bar }: Pick<Props, "session" | "bar">) {
  const save = useSyncExternalStore(session.autosave.subscribe, session.autosave.get);
  const inspector = useEditor((state) => state.inspector);
  const announcement = useEditor((state) => state.announcement);
  useShortcuts(session);
  useLeaveWarning(session);
  return (
    <div className={styles.editor}>
      {bar}
      <div className={styles.rooms}>
        <Side />
        <main className={styles.middle}>
          <Canvas>
            <Stage />
          </Canvas>
          <BottomPanel />
        </main>
        {inspector ? (
          <div className={styles.inspector}>
            <Inspector />
          </div>
        ) : (
          <InspectorHandle />
        )}
      </div>
      <div className={styles.unseen} role="status" aria-live="polite">
        {announcement}
      </div>
      {save.type === "conflict" && <ConflictDialog state={save} onResolve={(choices) => session.autosave.resolve(choices)} />}
    </div>
  );
}

function useShortcuts(session: EditorSession): void {
  const store = useStore();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      const acted = actOnShortcut(store, event, isWriting(event.target), {
        save: () => void session.autosave.flush(),
        run: () => {
          const { open, document: app } = store.get();
          if (open !== null && app.records[open]?.kind === "query") void session.runtime.run(open);
        },
        find: () => {
          store.set({ rail: "widgets" });
          requestAnimationFrame(() => document.querySelector<HTMLElement>("[aria-label='Find a widget']")?.focus());
        },
        togglePanels: () => {
          const { rail, inspector } = store.get();
          const isOpen = rail !== null || inspector;
          store.set(isOpen ? { rail: null, inspector: false, open: null } : { rail: "pages", inspector: true });
        },
      });
      if (acted) event.preventDefault();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [session, store]);
}

/** Unsaved work is in this page only: the browser asks before it goes. */
function useLeaveWarning(session: EditorSession): void {
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (session.autosave.isDirty) event.preventDefault();
    };
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [session]);
}

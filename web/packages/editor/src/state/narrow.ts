/** On a narrow screen one panel is open at a time, so that some of the canvas is always to be seen. */
import type { EditorState, EditorStore } from "./editor-store.ts";

export const NARROW = "(max-width: 900px)";

const CLOSED = { rail: null, inspector: false, open: null } satisfies Partial<EditorState>;

type Panels = Pick<EditorState, "rail" | "inspector" | "open">;

/** What has to close because another panel was opened. */
export function closedBy(before: Panels, now: Panels): Partial<Panels> | null {
  const opened = now.open !== before.open && now.open !== null ? "open" : now.inspector && !before.inspector ? "inspector" : now.rail !== before.rail && now.rail !== null ? "rail" : null;
  if (opened === null) return null;
  return { ...CLOSED, [opened]: now[opened] };
}

export function oneAtATime(store: EditorStore): () => void {
  const narrow = window.matchMedia(NARROW);
  if (narrow.matches) store.set(CLOSED);
  let before = store.get();
  return store.subscribe(() => {
    const now = store.get();
    const closed = narrow.matches ? closedBy(before, now) : null;
    before = now;
    if (closed !== null) store.set(closed);
  });
}

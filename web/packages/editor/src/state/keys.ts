/** The keyboard. Everything a pointer can do on the canvas has a key here, a field in the inspector, or both. */
import type { WidgetId } from "@sallyport/document/records.ts";
import { widgetOf, type Place } from "@sallyport/document/tree.ts";
import {
  copyWidgets,
  duplicateWidgets,
  nudgeWidgets,
  pasteWidgets,
  removeWidgets,
  type Clip,
} from "@sallyport/document/widget-commands.ts";
import { placeForNew } from "../canvas/seed.ts";
import { linesOf } from "./lines.ts";
import type { EditorStore } from "./editor-store.ts";

export interface Key {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
  readonly ctrlKey: boolean;
}

/** Rows are low, so that up and down go by a comfortable step; with Alt by a single row. */
const ROWS = 2;

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Keys while the canvas itself has the focus. Answers whether the key meant something. */
export function actOnCanvasKey(store: EditorStore, key: Key): boolean {
  const { document, selection } = store.get();
  if (key.metaKey || key.ctrlKey) return false;
  const step = STEPS[key.key];
  if (step) {
    if (selection.length === 0) return selectNext(store, 1);
    const [dx, dy] = [step[0], step[1] * (key.altKey ? 1 : ROWS)];
    const by = key.shiftKey ? { x: 0, y: 0, w: dx, h: dy } : { x: dx, y: dy, w: 0, h: 0 };
    store.run(nudgeWidgets(document, selection, by), key.shiftKey ? "Resize" : "Move", `nudge.${key.shiftKey}.${selection.join()}`);
    return true;
  }
  if (key.key === "Tab") return selectNext(store, key.shiftKey ? -1 : 1);
  if (key.key === "Escape") return selectAround(store);
  if (key.key === "Delete" || key.key === "Backspace") return remove(store);
  if (key.key === "Enter" && selection.length > 0) return focusInspector(store);
  return false;
}

/** Walks the page's widgets; past the last one the focus leaves the canvas, as it should. */
function selectNext(store: EditorStore, by: number): boolean {
  const { document, page, selection } = store.get();
  const ids = linesOf(document, page).map((line) => line.widget.id);
  const current = selection[0] === undefined ? -1 : ids.indexOf(selection[0]);
  const next = ids[current === -1 && by < 0 ? ids.length - 1 : current + by];
  if (next === undefined) return false;
  select(store, next);
  return true;
}

function select(store: EditorStore, id: WidgetId): void {
  store.select([id]);
  const widget = widgetOf(store.get().document, id);
  if (widget) store.announce(`${widget.name}, ${widget.type}, selected`);
  window.document.querySelector(`[data-widget-id="${CSS.escape(id)}"]`)?.scrollIntoView({ block: "nearest" });
}

export function selectAround(store: EditorStore): boolean {
  const { document, selection } = store.get();
  const [first] = selection;
  if (first === undefined) return false;
  const parent = widgetOf(document, first)?.parent ?? null;
  store.select(parent === null ? [] : [parent]);
  return true;
}

function remove(store: EditorStore): boolean {
  const { document, selection } = store.get();
  if (selection.length === 0) return false;
  store.run(removeWidgets(document, selection), selection.length === 1 ? "Delete a widget" : `Delete ${selection.length} widgets`);
  return true;
}

/** Opens it if it is closed; its first field may be there only then. */
export function focusInspector(store: EditorStore): true {
  store.set({ inspector: true });
  requestAnimationFrame(() => window.document.querySelector<HTMLElement>("[data-inspector] [role=tabpanel] :is(input, [contenteditable=true], button)")?.focus());
  return true;
}

/** Whether keys belong to a field that somebody writes in. */
export function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.closest("input, textarea, select, .cm-editor, [role=dialog]") !== null);
}

export interface ShortcutActions {
  readonly save: () => void;
  /** Runs the query that is open. */
  readonly run: () => void;
  readonly togglePanels: () => void;
  readonly find: () => void;
}

/** Shortcuts anywhere in the editor. Answers whether the key was one. */
export function actOnShortcut(store: EditorStore, key: Key, isInField: boolean, actions: ShortcutActions): boolean {
  if (!key.metaKey && !key.ctrlKey) return false;
  const letter = key.key.toLowerCase();
  if (letter === "s") return done(actions.save);
  if (letter === "enter") return done(actions.run);
  if (key.key === "\\") return done(actions.togglePanels);
  if (isInField) return false;
  if (letter === "z") return done(() => (key.shiftKey ? store.redo() : store.undo()));
  if (letter === "y") return done(() => store.redo());
  if (letter === "f") return done(actions.find);
  if (letter === "d") return duplicate(store);
  if (letter === "c") return copy(store);
  if (letter === "x") return copy(store) && remove(store);
  if (letter === "v") return paste(store);
  if (letter === "a") return selectAll(store);
  return false;
}

function done(act: () => void): true {
  act();
  return true;
}

function duplicate(store: EditorStore): boolean {
  const made = duplicateWidgets(store.get().document, store.get().selection);
  store.run(made.change, "Duplicate");
  if (made.ids.length > 0) store.select(made.ids);
  return true;
}

const CLIP_KEY = "sallyport.editor.clip";

/** Kept in the session's storage as well, so that another app in the same tab can take it. */
function copy(store: EditorStore): boolean {
  const { document, selection } = store.get();
  if (selection.length === 0) return false;
  const clip = copyWidgets(document, selection);
  store.set({ clip, announcement: `Copied ${selection.length === 1 ? "a widget" : `${selection.length} widgets`}` });
  sessionStorage.setItem(CLIP_KEY, JSON.stringify(clip));
  return true;
}

function clipboard(store: EditorStore): Clip | null {
  const { clip } = store.get();
  if (clip) return clip;
  const kept = sessionStorage.getItem(CLIP_KEY);
  return kept === null ? null : (JSON.parse(kept) as Clip);
}

function paste(store: EditorStore): boolean {
  const clip = clipboard(store);
  const place = placeToPaste(store, clip);
  if (!clip || !place) return false;
  const made = pasteWidgets(store.get().document, clip, place);
  store.run(made.change, clip.widgets.length === 1 ? "Paste a widget" : `Paste ${clip.widgets.length} widgets`);
  store.select(made.ids);
  return true;
}

/** What was copied goes beside itself, not into itself. */
function placeToPaste(store: EditorStore, clip: Clip | null): Place | null {
  const { document, page, selection } = store.get();
  const selected = selection[0] === undefined ? null : widgetOf(document, selection[0]);
  const isOriginal = clip?.widgets.some((widget) => widget.id === selected?.id) === true;
  if (selected && isOriginal) return { page: selected.page, parent: selected.parent, slot: selected.slot };
  return placeForNew({ ...store.get(), page });
}

function selectAll(store: EditorStore): boolean {
  const { document, page, selection } = store.get();
  const first = selection[0] === undefined ? null : widgetOf(document, selection[0]);
  const parent = first?.parent ?? null;
  const ids = linesOf(document, page)
    .filter((line) => line.widget.parent === parent)
    .map((line) => line.widget.id);
  store.select(ids);
  return ids.length > 0;
}

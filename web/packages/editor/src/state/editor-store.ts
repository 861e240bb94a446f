/**
 * What is being edited, and by which hand: the document, its history, what is selected, what is open. Plain state with
 * listeners; React reads it through `use-editor.ts`, autosave listens to it.
 */
import { apply, isEmpty, type Change } from "@sallyport/document/change.ts";
import * as history from "@sallyport/document/history.ts";
import type { Document, PageId, RecordId, WidgetId } from "@sallyport/document/records.ts";
import { appOf, pagesOf, widgetOf } from "@sallyport/document/tree.ts";
import type { Clip } from "@sallyport/document/widget-commands.ts";

export type Rail = "pages" | "widgets" | "queries" | "functions" | "settings";

/** The tabs of the inspector; another widget begins with its content. */
export type InspectorTab = "content" | "layout" | "style";

/** A property that is to be looked at. Each wish is an object of its own, so that the same one can be wished again. */
export interface Reveal {
  readonly widget: WidgetId;
  readonly property: string;
}

export interface EditorState {
  readonly document: Document;
  readonly history: history.History;
  readonly page: PageId | null;
  /** What each page is given while the app is built; in use it comes with the address. */
  readonly params: { readonly [page: PageId]: Params };
  /** Where queries run while the app is built. */
  readonly environment: string;
  readonly selection: readonly WidgetId[];
  readonly rail: Rail | null;
  readonly inspector: boolean;
  readonly inspectorTab: InspectorTab;
  readonly reveal: Reveal | null;
  /** The query or function in the bottom panel. */
  readonly open: RecordId | null;
  readonly clip: Clip | null;
  /** What the last act was, for those who do not see the canvas. */
  readonly announcement: string;
}

export type Params = { readonly [name: string]: string };

type Listener = () => void;

export class EditorStore {
  #state: EditorState;
  readonly #listeners = new Set<Listener>();
  readonly #now: () => number;

  constructor(document: Document, now: () => number = Date.now) {
    this.#now = now;
    const home = appOf(document).home ?? pagesOf(document)[0]?.id ?? null;
    this.#state = {
      document,
      history: history.EMPTY_HISTORY,
      page: home,
      params: {},
      environment: "development",
      selection: [],
      rail: "pages",
      inspector: true,
      inspectorTab: "content",
      reveal: null,
      open: null,
      clip: null,
      announcement: "",
    };
  }

  readonly get = (): EditorState => this.#state;

  readonly subscribe = (listener: Listener): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  set(patch: Partial<EditorState>): void {
    this.#state = { ...this.#state, ...patch };
    for (const listener of this.#listeners) listener();
  }

  /** Does a change. Edits under the same key that follow closely are undone together. */
  run(change: Change, label: string, key: string | null = null): void {
    if (isEmpty(change)) return;
    const step = { change, label, key, at: this.#now() };
    this.#replace(apply(this.#state.document, change), {
      history: history.record(this.#state.history, step),
      announcement: label,
    });
  }

  undo(): void {
    const walked = history.undo(this.#state.history, this.#state.document);
    if (walked) this.#replace(walked.document, { history: walked.history, announcement: `Undid: ${walked.step.label}` });
  }

  redo(): void {
    const walked = history.redo(this.#state.history, this.#state.document);
    if (walked) this.#replace(walked.document, { history: walked.history, announcement: `Did again: ${walked.step.label}` });
  }

  /** Takes in what came from the server; the history stays, sealed. */
  adopt(document: Document): void {
    this.#replace(document, { history: history.seal(this.#state.history) });
  }

  select(selection: readonly WidgetId[]): void {
    const first = selection[0] === undefined ? null : widgetOf(this.#state.document, selection[0]);
    const isSame = selection[0] === this.#state.selection[0];
    this.set({ selection, ...(first ? { page: first.page } : {}), ...(isSame ? {} : { inspectorTab: "content" }) });
  }

  /** Leads to one property of a widget, wherever it is. */
  reveal(widget: WidgetId, property: string, inspectorTab: InspectorTab): void {
    this.select([widget]);
    this.set({ inspector: true, inspectorTab, reveal: { widget, property } });
  }

  goTo(page: PageId): void {
    if (page !== this.#state.page) this.set({ page, selection: [] });
  }

  announce(announcement: string): void {
    this.set({ announcement });
  }

  /** What is selected or open may be gone from the new document. */
  #replace(document: Document, patch: Partial<EditorState>): void {
    const { page, selection, open } = { ...this.#state, ...patch };
    const records = document.records;
    this.set({
      ...patch,
      document,
      page: page !== null && records[page] ? page : (pagesOf(document)[0]?.id ?? null),
      selection: selection.every((id) => records[id]) ? selection : selection.filter((id) => records[id]),
      open: open !== null && records[open] ? open : null,
    });
  }
}

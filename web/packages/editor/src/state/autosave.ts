/**
 * Saves by itself, a moment after the last edit. What is sent is the change against the last state the server confirmed, so
 * that nothing is lost when a save fails: the next one carries it. A stale save brings both sides together or asks.
 */
import { diff, isEmpty, type Change } from "@sallyport/document/change.ts";
import { meet, merge, mergeQuietly, type Choice, type Meeting } from "@sallyport/document/merge.ts";
import type { Document, RecordId } from "@sallyport/document/records.ts";
import type { EditorStore } from "./editor-store.ts";

export interface Draft {
  readonly revision: number;
  readonly document: Document;
}

export interface Refusal {
  readonly title: string;
  readonly detail: string;
  readonly request_id: string | null;
}

export type SendResult =
  | { readonly type: "saved"; readonly revision: number }
  | { readonly type: "stale"; readonly current: Draft }
  | { readonly type: "refused"; readonly refusal: Refusal }
  | { readonly type: "offline" };

export type Send = (revision: number, change: Change) => Promise<SendResult>;

export type SaveState =
  | { readonly type: "saved" }
  | { readonly type: "pending" }
  | { readonly type: "saving" }
  | { readonly type: "offline" }
  | { readonly type: "refused"; readonly refusal: Refusal }
  | { readonly type: "conflict"; readonly meeting: Meeting; readonly theirs: Draft };

export interface Timers {
  readonly set: (run: () => void, ms: number) => number;
  readonly clear: (timer: number) => void;
}

const SAVE_AFTER_MS = 600;
const RETRY_AFTER_MS = 4_000;

const browserTimers: Timers = {
  set: (run, ms) => window.setTimeout(run, ms),
  clear: (timer) => window.clearTimeout(timer),
};

export class Autosave {
  readonly #store: EditorStore;
  readonly #send: Send;
  readonly #timers: Timers;
  readonly #listeners = new Set<() => void>();
  #base: Draft;
  #state: SaveState = { type: "saved" };
  #timer: number | null = null;
  #sending: Promise<void> | null = null;
  #seen: Document;

  constructor(store: EditorStore, draft: Draft, send: Send, timers: Timers = browserTimers) {
    this.#store = store;
    this.#base = draft;
    this.#send = send;
    this.#timers = timers;
    this.#seen = draft.document;
  }

  /** Listens to the store until the returned function is called. */
  start(): () => void {
    const stop = this.#store.subscribe(() => this.#noticed());
    this.#noticed();
    return () => {
      stop();
      this.#wait(null);
    };
  }

  readonly get = (): SaveState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  get revision(): number {
    return this.#base.revision;
  }

  get isDirty(): boolean {
    return this.#state.type !== "saved";
  }

  /** Saves now and answers whether everything is saved. */
  async flush(): Promise<boolean> {
    this.#wait(null);
    await this.#sending;
    if (this.#state.type !== "conflict") await this.#save();
    return this.#state.type === "saved";
  }

  /** Settles a conflict: their document with mine on top where I chose mine. */
  async resolve(choices: ReadonlyMap<RecordId, Choice> | "theirs"): Promise<void> {
    if (this.#state.type !== "conflict") return;
    const { theirs } = this.#state;
    // Edits made since the conflict appeared belong to my side.
    const meeting = meet(this.#base.document, this.#store.get().document, theirs.document);
    const document = choices === "theirs" ? theirs.document : merge(theirs.document, meeting, choices);
    this.#adopt(theirs, document);
    await this.#save();
  }

  #noticed(): void {
    const { document } = this.#store.get();
    if (document === this.#seen) return;
    this.#seen = document;
    if (this.#state.type === "conflict") return;
    if (this.#state.type !== "saving") this.#become({ type: "pending" });
    this.#wait(SAVE_AFTER_MS);
  }

  #wait(ms: number | null): void {
    if (this.#timer !== null) this.#timers.clear(this.#timer);
    this.#timer = ms === null ? null : this.#timers.set(() => void this.#save(), ms);
  }

  #become(state: SaveState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }

  async #save(): Promise<void> {
    if (this.#sending) {
      this.#wait(SAVE_AFTER_MS);
      return;
    }
    const { document } = this.#store.get();
    const change = diff(this.#base.document, document);
    if (isEmpty(change)) {
      this.#become({ type: "saved" });
      return;
    }
    this.#become({ type: "saving" });
    this.#sending = this.#send(this.#base.revision, change)
      .then((result) => this.#answered(result, document))
      .finally(() => {
        this.#sending = null;
      });
    await this.#sending;
  }

  #answered(result: SendResult, sent: Document): void {
    const current = this.#store.get().document;
    if (result.type === "saved") {
      this.#base = { revision: result.revision, document: sent };
      const more = current !== sent;
      this.#become(more ? { type: "pending" } : { type: "saved" });
      if (more) this.#wait(SAVE_AFTER_MS);
    } else if (result.type === "stale") {
      this.#stale(result.current, current);
    } else if (result.type === "offline") {
      this.#become({ type: "offline" });
      this.#wait(RETRY_AFTER_MS);
    } else {
      this.#become({ type: "refused", refusal: result.refusal });
    }
  }

  #stale(theirs: Draft, mine: Document): void {
    const meeting = meet(this.#base.document, mine, theirs.document);
    const merged = mergeQuietly(theirs.document, meeting);
    if (!merged) {
      this.#become({ type: "conflict", meeting, theirs });
      return;
    }
    this.#adopt(theirs, merged);
    this.#store.announce("Changes by someone else were taken in");
    this.#become({ type: "pending" });
    this.#wait(0);
  }

  #adopt(theirs: Draft, document: Document): void {
    this.#base = theirs;
    this.#seen = document;
    this.#store.adopt(document);
  }
}

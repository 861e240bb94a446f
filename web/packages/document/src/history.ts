/** Undo and redo: a stack of changes. Steps with the same key that follow closely are one step, as typing should be. */
import { apply, compose, invert, isEmpty, StaleChange, type Change } from "./change.ts";
import type { Document } from "./records.ts";

export interface Step {
  readonly change: Change;
  readonly label: string;
  readonly key: string | null;
  readonly at: number;
}

export interface History {
  readonly past: readonly Step[];
  readonly future: readonly Step[];
}

export const EMPTY_HISTORY: History = { past: [], future: [] };

const COALESCE_WITHIN_MS = 1_000;
const DEPTH = 500;

export function record(history: History, step: Step): History {
  const last = history.past.at(-1);
  const joins = last && step.key !== null && last.key === step.key && step.at - last.at <= COALESCE_WITHIN_MS;
  if (!joins) return { past: [...history.past, step].slice(-DEPTH), future: [] };
  const change = compose(last.change, step.change);
  const before = history.past.slice(0, -1);
  return { past: isEmpty(change) ? before : [...before, { ...step, change }], future: [] };
}

/** What follows will not join the last step: someone else's work came in between, or the field was left. */
export function seal(history: History): History {
  const last = history.past.at(-1);
  return last ? { ...history, past: [...history.past.slice(0, -1), { ...last, key: null }] } : history;
}

export interface Walked {
  readonly history: History;
  readonly document: Document;
  readonly step: Step;
}

export function undo(history: History, document: Document): Walked | null {
  const step = history.past.at(-1);
  if (!step) return null;
  const before = attempt(document, invert(step.change));
  if (!before) return undo({ past: history.past.slice(0, -1), future: [] }, document);
  const sealed = { ...step, key: null };
  return { history: { past: history.past.slice(0, -1), future: [sealed, ...history.future] }, document: before, step };
}

export function redo(history: History, document: Document): Walked | null {
  const step = history.future[0];
  if (!step) return null;
  const after = attempt(document, step.change);
  if (!after) return redo({ past: history.past, future: [] }, document);
  return { history: { past: [...history.past, step], future: history.future.slice(1) }, document: after, step };
}

/** A step that no longer fits, because someone else changed the same record, is not undone over their work. */
function attempt(document: Document, change: Change): Document | null {
  try {
    return apply(document, change);
  } catch (error) {
    if (error instanceof StaleChange) return null;
    throw error;
  }
}

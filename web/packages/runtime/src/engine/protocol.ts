/** What is said between the page and the sandbox. Values cross as JSON text, so that nothing else can. */

export type FunctionSource = { readonly name: string; readonly source: string };

export type Job = {
  readonly source: string;
  /** The functions that the expression reaches, and their own. */
  readonly functions: readonly FunctionSource[];
  /** Leaf text → JSON text; `null` means undefined. */
  readonly leaves: { readonly [leaf: string]: string | null };
};

/** `json: null` means undefined. */
export type Outcome = { readonly json: string | null } | { readonly error: string };

export type Engine = {
  readonly evaluate: (jobs: readonly Job[]) => Promise<readonly Outcome[]>;
  readonly dispose: () => void;
};

export type Request = { readonly id: number; readonly jobs: readonly Job[] };

export type Reply = { readonly id: number; readonly outcomes: readonly Outcome[] };

/** A single expression may run this long. */
export const DEADLINE_MS = 50;

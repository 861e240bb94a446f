/** Query runs: state for the page, newer runs before older ones, loading with the page, running again when an input changes. */
import { same } from "@sallyport/document/change.ts";
import type { Act } from "@sallyport/document/records.ts";
import type { JsonObject, Value } from "./json.ts";
import { QueryFailed, type Column, type Inputs, type Ports, type Problem, type QueryResult } from "./ports.ts";
import type { ViewQuery } from "./view.ts";

export type QueryState = {
  readonly data: readonly JsonObject[];
  readonly columns: readonly Column[];
  readonly row_count: number;
  readonly truncated: boolean;
  readonly elapsed_ms: number | null;
  readonly loading: boolean;
  /** Whether a result has ever arrived; a first load shows a skeleton, a later one does not. */
  readonly loaded: boolean;
  readonly problem: Problem | null;
};

export type QueriesHost = Pick<Ports, "confirm"> & {
  readonly run: (query: string, inputs: Inputs, signal: AbortSignal) => Promise<QueryResult>;
  readonly query: (id: string) => ViewQuery | undefined;
  readonly inputs: (id: string) => Promise<Inputs>;
  readonly changed: (id: string) => void;
  readonly acts: (acts: readonly Act[], depth: number) => Promise<boolean>;
  readonly text: (template: string) => Promise<string>;
};

export const NOT_RUN: QueryState = {
  data: [],
  columns: [],
  row_count: 0,
  truncated: false,
  elapsed_ms: null,
  loading: false,
  loaded: false,
  problem: null,
};

type Entry = { state: QueryState; run: number; controller: AbortController | null; inputs: Inputs | null; timer: Timer | null };
type Timer = ReturnType<typeof setTimeout>;

/** `refused`: the person said no. `replaced`: a newer run took its place. */
export type RunOutcome = "ok" | "failed" | "refused" | "replaced";

export class Queries {
  readonly #host: QueriesHost;
  readonly #entries = new Map<string, Entry>();
  #disposed = false;

  constructor(host: QueriesHost) {
    this.#host = host;
  }

  state(id: string): QueryState {
    return this.#entries.get(id)?.state ?? NOT_RUN;
  }

  /** What an expression sees. */
  value(id: string): Value {
    const { data, columns, row_count, truncated, loading, problem, elapsed_ms } = this.state(id);
    return { data, columns, row_count, truncated, loading, elapsed_ms, error: problem === null ? null : { ...problem, message: messageOf(problem) } };
  }

  /** Why it failed when it last ran, in words. */
  failure(id: string): string | null {
    const { problem } = this.state(id);
    return problem === null ? null : messageOf(problem);
  }

  /** Shows the query as loading before it starts, so that the first paint is already the skeleton. */
  announce(id: string): void {
    if (!this.state(id).loaded) this.#set(id, { loading: true });
  }

  async run(id: string, depth = 0): Promise<RunOutcome> {
    const query = this.#host.query(id);
    if (query === undefined || this.#disposed) return "failed";
    if (query.confirm !== null && !(await this.#host.confirm(await this.#host.text(query.confirm)))) return "refused";
    const entry = this.#entry(id);
    entry.run += 1;
    const run = entry.run;
    // a reading run is worth nothing once there is a newer one; a writing run is never cut off
    if (!query.writes) entry.controller?.abort();
    const controller = new AbortController();
    entry.controller = controller;
    if (entry.timer !== null) clearTimeout(entry.timer);
    entry.timer = null;
    this.#set(id, { loading: true });
    const result = await this.#result(id, entry, controller.signal);
    if (this.#disposed) return "replaced";
    const newest = entry.run === run;
    if (!newest && !query.writes) return "replaced";
    if (newest) entry.controller = null;
    if (result instanceof QueryFailed) {
      this.#set(id, { loading: !newest, problem: result.problem });
      await this.#host.acts(query.on_error, depth + 1);
      return "failed";
    }
    this.#set(id, { ...loadedFrom(result), loading: !newest });
    await this.#host.acts(query.on_success, depth + 1);
    return "ok";
  }

  /** Runs again once the inputs have stood still for a while, unless they are what the last run had. */
  again(id: string, delay: number, done: () => void): void {
    const entry = this.#entry(id);
    if (entry.timer !== null) clearTimeout(entry.timer);
    entry.timer = setTimeout(() => {
      entry.timer = null;
      void this.#host.inputs(id).then(async (inputs) => {
        if (!this.#disposed && !same(inputs, entry.inputs)) await this.run(id);
        done();
      });
    }, delay);
  }

  /** Stops reading runs that nobody waits for any more. */
  cancel(id: string): void {
    const entry = this.#entries.get(id);
    if (!entry || this.#host.query(id)?.writes === true) return;
    if (entry.timer !== null) clearTimeout(entry.timer);
    entry.timer = null;
    if (entry.controller === null) return;
    entry.run += 1;
    entry.controller.abort();
    entry.controller = null;
    this.#set(id, { loading: false });
  }

  /** As if it had never run. */
  forget(id: string): void {
    const entry = this.#entries.get(id);
    if (!entry) return;
    this.cancel(id);
    entry.inputs = null;
    entry.state = NOT_RUN;
    this.#host.changed(id);
  }

  dispose(): void {
    this.#disposed = true;
    for (const { controller, timer } of this.#entries.values()) {
      controller?.abort();
      if (timer !== null) clearTimeout(timer);
    }
  }

  async #result(id: string, entry: Entry, signal: AbortSignal): Promise<QueryResult | QueryFailed> {
    try {
      const inputs = await this.#host.inputs(id);
      entry.inputs = inputs;
      if (signal.aborted) throw new QueryFailed(UNKNOWN);
      return await this.#host.run(id, inputs, signal);
    } catch (error) {
      return error instanceof QueryFailed ? error : new QueryFailed({ ...UNKNOWN, detail: error instanceof Error ? error.message : null });
    }
  }

  #entry(id: string): Entry {
    const known = this.#entries.get(id);
    if (known) return known;
    const entry: Entry = { state: NOT_RUN, run: 0, controller: null, inputs: null, timer: null };
    this.#entries.set(id, entry);
    return entry;
  }

  #set(id: string, part: Partial<QueryState>): void {
    const entry = this.#entry(id);
    entry.state = { ...entry.state, ...part };
    this.#host.changed(id);
  }
}

export function messageOf(problem: Problem): string {
  return problem.detail ?? problem.title;
}

const UNKNOWN: Problem = { code: "unavailable", title: "The query could not be run", detail: null, hint: null, request_id: null };

function loadedFrom(result: QueryResult): Partial<QueryState> {
  return {
    data: result.rows,
    columns: result.columns,
    row_count: result.rows.length,
    truncated: result.truncated,
    elapsed_ms: result.elapsed_ms,
    loaded: true,
    problem: null,
  };
}

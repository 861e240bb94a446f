/** What the runtime asks of the world around it. The viewer, the builder and the tests each give their own. */
import type { Tone } from "@sallyport/document/records.ts";
import type { Engine } from "./engine/protocol.ts";
import type { Json, JsonObject } from "./json.ts";
import type { WidgetModel } from "./widget-model.ts";

export type Column = { readonly name: string; readonly type: string };

export type QueryResult = {
  readonly columns: readonly Column[];
  readonly rows: readonly JsonObject[];
  readonly truncated: boolean;
  readonly elapsed_ms: number;
};

/** A problem as the server states it; anything else that is thrown becomes one. */
export type Problem = {
  readonly code: string;
  readonly title: string;
  readonly detail: string | null;
  readonly hint: string | null;
  readonly request_id: string | null;
};

export class QueryFailed extends Error {
  override readonly name = "QueryFailed";
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail ?? problem.title);
    this.problem = problem;
  }
}

export type Inputs = { readonly [leaf: string]: Json };

export type Ports = {
  /** Runs a query from a page; throws `QueryFailed` when the server refuses or the query fails. */
  readonly run: (query: string, inputs: Inputs, signal: AbortSignal, page: string | null) => Promise<QueryResult>;
  /** Asks the person; `false` stops the acts that follow. */
  readonly confirm: (message: string) => Promise<boolean>;
  readonly notify: (message: string, tone: Tone) => void;
  /** Goes to a page of the app. The host calls `runtime.open` when it has got there. */
  readonly navigate: (page: string, params: { readonly [name: string]: string }) => void;
  readonly copy: (text: string) => Promise<void>;
  readonly widgetModel: (type: string) => WidgetModel | undefined;
  /** Starts the sandbox; asked once, when the first expression needs it. */
  readonly startEngine: () => Promise<Engine>;
};

/** Running a query. The page names it and sends the values of its leaves; it never has, or sends, the query's text. */
import { answer, client } from "./client.ts";
import { Problem } from "./problem.ts";
import type { Environment, RunAnswer } from "./types.ts";

export type Inputs = Record<string, unknown>;

/** A run that broke off after its first rows is a problem as well, not a short result. */
function whole(run: RunAnswer): RunAnswer {
  if (run.end.status === "failed") throw new Problem(run.end.problem ?? {}, run.end.problem?.status ?? 422);
  return run;
}

/** `page` is the page that it is run from, for the audit record. */
export async function runQuery(
  app: string,
  query: string,
  inputs: Inputs,
  signal?: AbortSignal,
  page?: string,
): Promise<RunAnswer> {
  const call = client.POST("/api/v1/apps/{app}/queries/{query}/runs", {
    params: { path: { app, query } },
    body: page === undefined ? { inputs } : { inputs, page },
    signal: signal ?? null,
  });
  return whole(await answer(call));
}

export interface DraftRun {
  inputs: Inputs;
  environment?: string;
  /** The page that it is run from, for the audit record. */
  page?: string;
}

export async function runDraftQuery(app: string, query: string, body: DraftRun, signal?: AbortSignal): Promise<RunAnswer> {
  const call = client.POST("/api/v1/apps/{app}/draft/queries/{query}/runs", {
    params: { path: { app, query } },
    // the names of environments are checked by the server
    body: body as DraftRun & { environment?: Environment },
    signal: signal ?? null,
  });
  return whole(await answer(call));
}

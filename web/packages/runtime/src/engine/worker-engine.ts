/** The page's side of the sandbox: one worker, batches of expressions, and an end by force when it does not answer. */
import { DEADLINE_MS, type Engine, type Job, type Outcome, type Reply, type Request } from "./protocol.ts";

/** Loading the engine on a slow line; the deadlines of the expressions come on top. */
const PATIENCE_MS = 15_000;

export type WorkerLike = Pick<Worker, "postMessage" | "terminate" | "addEventListener">;

type Waiting = { readonly size: number; readonly done: (outcomes: readonly Outcome[]) => void; readonly timer: ReturnType<typeof setTimeout> };

export function createWorkerEngine(start: () => WorkerLike): Engine {
  const waiting = new Map<number, Waiting>();
  let worker: WorkerLike | null = null;
  let last = 0;

  function settle(id: number, outcomes: readonly Outcome[]): void {
    const entry = waiting.get(id);
    if (!entry) return;
    clearTimeout(entry.timer);
    waiting.delete(id);
    entry.done(outcomes);
  }

  function stop(reason: string): void {
    worker?.terminate();
    worker = null;
    for (const [id, { size }] of [...waiting]) settle(id, Array.from({ length: size }, () => ({ error: reason })));
  }

  function running(): WorkerLike {
    if (worker) return worker;
    const started = start();
    started.addEventListener("message", (event) => {
      const reply = (event as MessageEvent<Reply>).data;
      settle(reply.id, reply.outcomes);
    });
    started.addEventListener("error", () => stop("the sandbox for expressions could not start"));
    worker = started;
    return started;
  }

  return {
    evaluate: (jobs: readonly Job[]) =>
      new Promise((done) => {
        last += 1;
        const request: Request = { id: last, jobs };
        const timer = setTimeout(() => stop("the expression did not end and was stopped"), PATIENCE_MS + DEADLINE_MS * jobs.length);
        waiting.set(request.id, { size: jobs.length, done, timer });
        running().postMessage(request);
      }),
    dispose: () => stop("the page was closed"),
  };
}

/** The page's side of the sandbox: one worker, batches of expressions, and an end by force when it does not answer. */
import { DEADLINE_MS, type Engine, type Job, type Outcome, type Reply, type Request } from "./protocol.ts";

/** Until the engine has loaded, over a slow line perhaps; the deadlines of the expressions come on top. */
const LOADING_PATIENCE_MS = 30_000;

/** Once it has. QuickJS does not look at its deadline inside long operations of its own, so this is the bound that holds. */
const PATIENCE_MS = 1_000;

export type WorkerLike = Pick<Worker, "postMessage" | "terminate" | "addEventListener">;

type Waiting = { readonly size: number; readonly done: (outcomes: readonly Outcome[]) => void; readonly timer: ReturnType<typeof setTimeout> };

export function createWorkerEngine(start: () => WorkerLike): Engine {
  const waiting = new Map<number, Waiting>();
  let worker: WorkerLike | null = null;
  let last = 0;
  let loaded = false;

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
    loaded = false;
    for (const [id, { size }] of waiting) settle(id, Array.from({ length: size }, () => ({ error: reason })));
  }

  function running(): WorkerLike {
    if (worker) return worker;
    const started = start();
    started.addEventListener("message", (event) => {
      const reply = (event as MessageEvent<Reply>).data;
      loaded = true;
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
        const patience = (loaded ? PATIENCE_MS : LOADING_PATIENCE_MS) + DEADLINE_MS * jobs.length;
        const timer = setTimeout(() => stop("the expression did not end and was stopped"), patience);
        waiting.set(request.id, { size: jobs.length, done, timer });
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin to name
        running().postMessage(request);
      }),
    dispose: () => stop("the page was closed"),
  };
}

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Job, Reply, Request } from "./protocol.ts";
import { createWorkerEngine, type WorkerLike } from "./worker-engine.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const job: Job = { source: "1 + 1", functions: [], leaves: {} };

/** Workers that answer only when they are told to. */
function fakeWorkers() {
  const started: { asked: Request[]; terminated: boolean; tell: (type: string, data: unknown) => void }[] = [];
  const start = (): WorkerLike => {
    const listeners = new Map<string, (event: MessageEvent) => void>();
    const worker = { asked: [] as Request[], terminated: false, tell: (type: string, data: unknown) => listeners.get(type)?.({ data } as MessageEvent) };
    started.push(worker);
    return {
      postMessage: (request: Request) => void worker.asked.push(request),
      terminate: () => {
        worker.terminated = true;
      },
      addEventListener: (type: string, listener: unknown) => void listeners.set(type, listener as (event: MessageEvent) => void),
    };
  };
  const answer = (nth: number, json: string) => {
    const worker = started[nth];
    const request = worker?.asked.shift();
    const reply: Reply = { id: request?.id ?? -1, outcomes: (request?.jobs ?? []).map(() => ({ json })) };
    worker?.tell("message", reply);
  };
  return { started, start, answer };
}

describe("the worker", () => {
  it("is started with the first expression, once, and answers each batch", async () => {
    const workers = fakeWorkers();
    const engine = createWorkerEngine(workers.start);
    expect(workers.started).toHaveLength(0);
    const [first, second] = [engine.evaluate([job]), engine.evaluate([job, job])];
    workers.answer(0, "2");
    workers.answer(0, "3");
    expect(await first).toEqual([{ json: "2" }]);
    expect(await second).toEqual([{ json: "3" }, { json: "3" }]);
    expect(workers.started).toHaveLength(1);
  });

  it("that does not answer is ended by force, and the next expression gets a new one", async () => {
    const workers = fakeWorkers();
    const engine = createWorkerEngine(workers.start);
    const first = engine.evaluate([job]);
    workers.answer(0, "2");
    await first;
    const stuck = engine.evaluate([job]);
    await vi.advanceTimersByTimeAsync(1_100);
    expect(await stuck).toEqual([{ error: "the expression did not end and was stopped" }]);
    expect(workers.started[0]?.terminated).toBe(true);
    const next = engine.evaluate([job]);
    workers.answer(1, "4");
    expect(await next).toEqual([{ json: "4" }]);
  });

  it("may take its time to load", async () => {
    const workers = fakeWorkers();
    const engine = createWorkerEngine(workers.start);
    const first = engine.evaluate([job]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(workers.started[0]?.terminated).toBe(false);
    workers.answer(0, "2");
    expect(await first).toEqual([{ json: "2" }]);
  });

  it("that cannot start says so to everyone who waits", async () => {
    const workers = fakeWorkers();
    const engine = createWorkerEngine(workers.start);
    const waiting = [engine.evaluate([job]), engine.evaluate([job])];
    workers.started[0]?.tell("error", null);
    expect(await Promise.all(waiting)).toEqual([[{ error: "the sandbox for expressions could not start" }], [{ error: "the sandbox for expressions could not start" }]]);
  });

  it("is gone with the page", async () => {
    const workers = fakeWorkers();
    const engine = createWorkerEngine(workers.start);
    const waiting = engine.evaluate([job]);
    engine.dispose();
    expect(await waiting).toEqual([{ error: "the page was closed" }]);
    expect(workers.started[0]?.terminated).toBe(true);
  });
});

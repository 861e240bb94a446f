/** The sandbox of the page: QuickJS in a worker of its own, started through the page's Trusted Types policy. */
import type { Engine } from "@sallyport/runtime/engine/protocol.ts";
import { createWorkerEngine } from "@sallyport/runtime/engine/worker-engine.ts";
// oxlint-disable-next-line import/default -- Vite makes it: the address of the built worker
import address from "@sallyport/runtime/engine/worker.ts?worker&url";
import { startWorker } from "@sallyport/ui/trusted-types.ts";

export function startEngine(): Promise<Engine> {
  return Promise.resolve(createWorkerEngine(() => startWorker(address)));
}

/** The sandbox's own thread. Loaded only when an expression is more than a path. */
import variant from "@jitl/quickjs-ng-wasmfile-release-sync";
import { newQuickJSWASMModuleFromVariant } from "quickjs-emscripten-core";
import { createEvaluator } from "./evaluator.ts";
import type { Reply, Request } from "./protocol.ts";

const evaluator = newQuickJSWASMModuleFromVariant(variant).then((module) => createEvaluator(module, () => performance.now()));

self.addEventListener("message", (event: MessageEvent<Request>) => {
  void evaluator.then(({ evaluate }) => {
    const reply: Reply = { id: event.data.id, outcomes: evaluate(event.data.jobs) };
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker speaks to its own page only
    self.postMessage(reply);
  });
});

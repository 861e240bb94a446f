/** The sandbox without a worker, for tests in Node: the same evaluator on the same engine. */
import variant from "@jitl/quickjs-ng-wasmfile-release-sync";
import { newQuickJSWASMModuleFromVariant } from "quickjs-emscripten-core";
import { createEvaluator } from "./evaluator.ts";
import type { Engine } from "./protocol.ts";

export async function startLocalEngine(): Promise<Engine> {
  const module = await newQuickJSWASMModuleFromVariant(variant);
  const evaluator = createEvaluator(module, () => performance.now());
  return {
    evaluate: (jobs) => Promise.resolve(evaluator.evaluate(jobs)),
    dispose: () => evaluator.dispose(),
  };
}

/** The running page behind the canvas, and what the editor asks of it. */
import type { Document } from "@sallyport/document/records.ts";
import { functionsOf, pagesOf, queriesOf, widgetsOf } from "@sallyport/document/tree.ts";
import type { Runtime } from "@sallyport/runtime/runtime.ts";
import { inputsOf } from "@sallyport/runtime/template.ts";
import type { RuntimeView } from "@sallyport/runtime/view.ts";
import type { QueryBody, QueryRecord } from "@sallyport/document/records.ts";
import { createContext, useContext, useSyncExternalStore } from "react";
import type { Live, Root } from "./live.ts";
import type { Surroundings } from "./surroundings.ts";

/** The templates of a query, whose leaves are its inputs. */
export function templatesOf(body: QueryBody): string[] {
  if (body.type === "sql") return [body.statement];
  const pairs = [...body.query, ...body.headers].map((pair) => pair.value);
  return [body.path, ...pairs, ...(body.body === null ? [] : [body.body])];
}

const knownInputs = new WeakMap<QueryBody, readonly string[]>();

/** The leaves that a page sends with the query. */
export function inputsOfBody(body: QueryBody): readonly string[] {
  const known = knownInputs.get(body);
  if (known) return known;
  const found = inputsOf(templatesOf(body));
  knownInputs.set(body, found);
  return found;
}

/**
 * The view of the document as it is being edited: everything is in it, for everyone. A query keeps the inputs of the body that
 * was last run, so that it does not run again and again while its text is being typed.
 */
export function viewOf(
  document: Document,
  environment: string,
  { user, tenant }: Surroundings,
  bodyOf: (query: QueryRecord) => QueryBody = (query) => query.body,
): RuntimeView {
  return {
    pages: pagesOf(document),
    widgets: widgetsOf(document),
    queries: queriesOf(document).map((query) => ({
      id: query.id,
      name: query.name,
      inputs: inputsOfBody(bodyOf(query)),
      run_on_load: query.settings.run_on_load,
      confirm: query.settings.confirm,
      writes: query.settings.writes,
      on_success: query.on_success,
      on_error: query.on_error,
    })),
    functions: functionsOf(document),
    user,
    tenant,
    environment,
  };
}

export const RuntimeContext = createContext<Runtime | null>(null);

export function useRuntime(): Runtime {
  const runtime = useContext(RuntimeContext);
  if (!runtime) throw new Error("useRuntime needs a RuntimeContext around it");
  return runtime;
}

export function useQueryState(id: string) {
  const runtime = useRuntime();
  return useSyncExternalStore(
    (listener) => runtime.subscribe(`query ${id}`, listener),
    () => runtime.query(id),
  );
}

const CONTEXT_NAMES: ReadonlySet<string> = new Set(["page", "user", "tenant", "env"]);

export function liveOf(runtime: Runtime, document: () => Document): Live {
  return {
    subscribe: (listener) => runtime.subscribe("*", listener),
    roots: () => rootsOf(runtime, document()),
    evaluate: async (template) => {
      const outcome = await runtime.evaluate(template);
      const { causes } = outcome;
      return "error" in outcome ? { ok: false, message: outcome.error, causes } : { ok: true, value: outcome.value, causes };
    },
  };
}

function rootsOf(runtime: Runtime, document: Document): Root[] {
  const widgets = new Set(widgetsOf(document).map((widget) => widget.name));
  const values = [...runtime.scope()].map(([name, value]): Root => {
    const kind = CONTEXT_NAMES.has(name) ? "context" : widgets.has(name) ? "widget" : "query";
    return { name, kind, value };
  });
  const functions = functionsOf(document).map((record): Root => ({ name: record.name, kind: "function", value: undefined }));
  return [...values, ...functions];
}

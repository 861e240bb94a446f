/** The runtime's ports as a real page has them: the API, the page's notices, its clipboard. */
import { notifications } from "@mantine/notifications";
import { Problem } from "@sallyport/api/problem.ts";
import { runDraftQuery, runQuery } from "@sallyport/api/runs.ts";
import { QueryFailed, type Inputs, type Ports } from "@sallyport/runtime/ports.ts";
import { queryResultOf } from "@sallyport/runtime/query-result.ts";
import { widgetModel } from "@sallyport/widgets/definitions.ts";
import { startEngine } from "./start-engine.ts";

export type AppPortsOptions = Pick<Ports, "confirm" | "navigate"> & {
  readonly app: string;
  /** Run the queries of the draft, in this environment, rather than those of the release. */
  readonly draft?: { readonly environment: string };
};

const COLORS = { info: "accent", success: "green", warning: "yellow", error: "red" } as const;

export function appPorts({ app, draft, confirm, navigate }: AppPortsOptions): Ports {
  return {
    confirm,
    navigate,
    run: async (query, inputs, signal, page) => {
      try {
        const answer = draft
          ? await runDraftQuery(app, query, { inputs: copyOf(inputs), environment: draft.environment, ...(page === null ? {} : { page }) }, signal)
          : await runQuery(app, query, copyOf(inputs), signal, page ?? undefined);
        return queryResultOf(answer);
      } catch (error) {
        throw error instanceof Problem ? failureOf(error) : error;
      }
    },
    notify: (message, tone) => {
      notifications.show({ message, color: COLORS[tone], ...(tone === "error" ? { autoClose: 12_000 } : {}) });
    },
    copy: async (text) => {
      await navigator.clipboard.writeText(text);
    },
    widgetModel,
    startEngine,
  };
}

function copyOf(inputs: Inputs): { [leaf: string]: unknown } {
  return { ...inputs };
}

function failureOf(problem: Problem): QueryFailed {
  const { code, title, message, hint, requestId } = problem;
  return new QueryFailed({ code, title, detail: message, hint, request_id: requestId });
}

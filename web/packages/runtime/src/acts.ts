/** Acts, one after the other: a refusal or a failed query stops those that follow. */
import type { Act, Tone } from "@sallyport/document/records.ts";
import { textOf, type Json, type Value } from "./json.ts";
import type { Ports } from "./ports.ts";
import type { RunOutcome } from "./queries.ts";

export type ActsHost = Pick<Ports, "confirm" | "notify" | "navigate" | "copy"> & {
  /** The value of a template or of any JSON that holds some; throws with words when it cannot be had. */
  readonly evaluate: (value: Json) => Promise<Value>;
  readonly run: (query: string, depth: number) => Promise<RunOutcome>;
  readonly setValue: (widget: string, value: Value) => void;
  readonly setOpened: (widget: string, opened: boolean, depth: number) => Promise<void>;
  readonly reset: (widget: string) => void;
};

/** Deeper than any sensible chain of queries that start one another. */
const DEEPEST = 16;

/** `false` when the acts were stopped before their end. */
export async function performActs(acts: readonly Act[], host: ActsHost, depth = 0): Promise<boolean> {
  if (acts.length > 0 && depth > DEEPEST) {
    host.notify("These acts start one another without end and were stopped", "error");
    return false;
  }
  for (const act of acts) {
    try {
      if (!(await performAct(act, host, depth))) return false;
    } catch (error) {
      host.notify(error instanceof Error ? error.message : String(error), "error");
      return false;
    }
  }
  return true;
}

async function performAct(act: Act, host: ActsHost, depth: number): Promise<boolean> {
  switch (act.type) {
    case "run_query":
      return (await host.run(act.query, depth)) === "ok";
    case "set_value":
      host.setValue(act.widget, await host.evaluate(act.value));
      return true;
    case "navigate":
      host.navigate(act.page, await paramsOf(act.params, host));
      return true;
    case "notify":
      host.notify(await textFrom(act.message, host), act.tone satisfies Tone);
      return true;
    case "open":
    case "close":
      await host.setOpened(act.widget, act.type === "open", depth + 1);
      return true;
    case "confirm":
      return host.confirm(await textFrom(act.message, host));
    case "copy":
      await host.copy(await textFrom(act.value, host));
      return true;
    case "reset":
      host.reset(act.widget);
      return true;
  }
}

async function textFrom(template: string, host: ActsHost): Promise<string> {
  return textOf(await host.evaluate(template));
}

/** A parameter without a value is left out of the address. */
async function paramsOf(templates: { readonly [name: string]: string }, host: ActsHost): Promise<{ [name: string]: string }> {
  const params: { [name: string]: string } = {};
  for (const [name, template] of Object.entries(templates)) {
    const text = await textFrom(template, host);
    if (text !== "") params[name] = text;
  }
  return params;
}

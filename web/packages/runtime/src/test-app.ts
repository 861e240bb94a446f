/** A small app for tests: ports that remember what was asked of them, and builders of records. */
import type { Act, Event } from "@sallyport/document/records.ts";
import { startLocalEngine } from "./engine/local-engine.ts";
import type { Engine } from "./engine/protocol.ts";
import type { Json, JsonObject } from "./json.ts";
import { QueryFailed, type Inputs, type Ports, type QueryResult } from "./ports.ts";
import { Runtime } from "./runtime.ts";
import type { RuntimeView, ViewQuery, ViewWidget } from "./view.ts";
import type { WidgetModel } from "./widget-model.ts";

const FIELD: WidgetModel = {
  exposes: [
    { key: "value", help: "", uses: ["default_value"], read: (properties, state) => state["value"] ?? properties["default_value"] ?? "" },
    { key: "valid", help: "", uses: ["required"], read: (properties, state) => properties["required"] !== true || Boolean(state["value"]) },
  ],
  defaults: { default_value: "", required: false },
  value_key: "value",
  opens: false,
  resets_on: ["default_value"],
};

const MODELS: { readonly [type: string]: WidgetModel } = {
  input: FIELD,
  text: { exposes: [], defaults: { value: "" }, value_key: null, opens: false, resets_on: [] },
  pager: {
    exposes: [{ key: "offset", help: "", uses: [], read: (_properties, state) => Number(state["page_index"] ?? 0) * 10 }],
    defaults: {},
    value_key: null,
    opens: false,
    paging: { keys: ["offset"], first: { page_index: 0 } },
    resets_on: [],
  },
  button: { exposes: [], defaults: {}, value_key: null, opens: false, resets_on: [] },
  modal: {
    exposes: [{ key: "opened", help: "", uses: [], read: (_properties, state) => state["opened"] === true }],
    defaults: {},
    value_key: null,
    opens: true,
    resets_on: [],
  },
  form: {
    exposes: [
      {
        key: "values",
        help: "",
        uses: [],
        inside: ["value"],
        read: (_properties, _state, inside) => Object.fromEntries(inside.map(({ name, values }) => [name, values["value"] ?? null])),
      },
      {
        key: "valid",
        help: "",
        uses: [],
        inside: ["valid"],
        read: (_properties, _state, inside) => inside.every(({ values }) => values["valid"] !== false),
      },
    ],
    defaults: {},
    value_key: null,
    opens: false,
    resets_on: [],
  },
};

type WidgetParts = { parent?: string; page?: string; events?: Event[] };

export function widget(type: string, name: string, properties: JsonObject = {}, parts: WidgetParts = {}): ViewWidget {
  const { parent = null, page = "page_one", events = [] } = parts;
  const layout = { x: 0, y: 0, w: 1, h: 1 };
  return { id: `widget_${name}`, page, parent, slot: "main", type, name, layout, properties, events };
}

export function button(name: string, acts: Act[]): ViewWidget {
  return widget("button", name, {}, { events: [{ on: "click", acts }] });
}

export function query(name: string, parts: Partial<ViewQuery> = {}): ViewQuery {
  const none = { inputs: [], run_on_load: false, confirm: null, writes: false, on_success: [], on_error: [] };
  return { id: `query_${name}`, name, ...none, ...parts };
}

export type Call = {
  readonly query: string;
  readonly inputs: Inputs;
  readonly signal: AbortSignal;
  readonly answer: (rows: readonly JsonObject[]) => Promise<void>;
  readonly fail: (detail: string) => Promise<void>;
};

export type TestApp = {
  readonly runtime: Runtime;
  readonly calls: Call[];
  readonly said: string[];
  readonly confirmations: string[];
  /** What the person answers to the next confirmations. */
  agrees: boolean;
  readonly engines: number[];
  readonly property: (widget: string, key: string) => Json | undefined;
  readonly exposed: (widget: string, key: string) => Json | undefined;
};

export function testView(parts: Partial<RuntimeView>): RuntimeView {
  const pages = ["page_one", "page_two"].map((id) => ({ id, name: id.slice(5), title: id, in_menu: true }));
  const user = { id: "person_1", email: "ann@example.com", name: "Ann", groups: [], roles: [], attributes: {} };
  return { pages, widgets: [], queries: [], functions: [], user, tenant: { id: "t", name: "Acme" }, environment: "production", ...parts };
}

export function testApp(parts: Partial<RuntimeView>, open = true): TestApp {
  const calls: Call[] = [];
  const said: string[] = [];
  const confirmations: string[] = [];
  const engines: number[] = [];
  const ports: Ports = {
    run: (id, inputs, signal) => {
      let resolve: (result: QueryResult) => void = () => undefined;
      let reject: (error: Error) => void = () => undefined;
      const promise = new Promise<QueryResult>((done, failed) => {
        resolve = done;
        reject = failed;
      });
      signal.addEventListener("abort", () => reject(new Error("aborted")));
      calls.push({
        query: id.slice(6),
        inputs,
        signal,
        answer: async (rows) => {
          resolve({ columns: [], rows, truncated: false, elapsed_ms: 1 });
          await rest();
        },
        fail: async (detail) => {
          reject(new QueryFailed({ code: "query_failed", title: "Failed", detail, hint: null, request_id: "r1" }));
          await rest();
        },
      });
      return promise;
    },
    confirm: (message) => {
      confirmations.push(message);
      return Promise.resolve(app.agrees);
    },
    notify: (message, tone) => said.push(`${tone}: ${message}`),
    navigate: (page, params) => said.push(`go to ${page} ${JSON.stringify(params)}`),
    copy: (text) => {
      said.push(`copy ${text}`);
      return Promise.resolve();
    },
    widgetModel: (type) => MODELS[type],
    startEngine: () => {
      engines.push(1);
      return (engine ??= startLocalEngine());
    },
  };
  const runtime = new Runtime(testView(parts), ports);
  const app: TestApp = {
    runtime,
    calls,
    said,
    confirmations,
    agrees: true,
    engines,
    property: (name, key) => runtime.snapshot(`widget_${name}`)?.properties[key],
    exposed: (name, key) => runtime.snapshot(`widget_${name}`)?.exposed[key],
  };
  if (open) runtime.open("page_one", {});
  return app;
}

let engine: Promise<Engine> | undefined;

/** Lets every promise that can go on go on. */
export async function rest(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
}

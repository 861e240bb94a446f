/**
 * A running app: give it a view, open a page, and read each widget's snapshot. Knows nothing of React, of the network or of the builder;
 * all of these come through `Ports`. Start reading here; `program.ts` is what is built from a view, `evaluation.ts` what it evaluates to.
 */
import { same } from "@sallyport/document/change.ts";
import type { Act } from "@sallyport/document/records.ts";
import { performActs, type ActsHost } from "./acts.ts";
import { compile, type Parse } from "./compile.ts";
import type { Engine } from "./engine/protocol.ts";
import { Evaluation, type Explained } from "./evaluation.ts";
import { reachable, type NodeId } from "./graph.ts";
import type { Json, Value } from "./json.ts";
import { isShown, nodesOfPage, queriesBefore, queriesFromPage, queriesOfPage } from "./loading.ts";
import { turnedBack } from "./paging.ts";
import type { Inputs, Ports } from "./ports.ts";
import { loadParser } from "./parser.ts";
import { buildProgram, inputsNode, PAGE_NODE, queryNode, stateNode, type Program } from "./program.ts";
import { messageOf, Queries, type QueryState, type RunOutcome } from "./queries.ts";
import { parseSimpleTemplate } from "./simple-template.ts";
import { snapshotOf, widgetsInside, type WidgetSnapshot } from "./snapshot.ts";
import { Subscriptions, type Listener } from "./subscriptions.ts";
import type { RuntimeView } from "./view.ts";
import type { Values } from "./widget-model.ts";

/** How soon a query may run again: while somebody types it waits for a pause. */
export type Pace = "at_once" | "typing";

const TYPING_PAUSE_MS = 300;
const NO_STATE: Values = {};

export type Params = { readonly [name: string]: string };

export class Runtime {
  readonly #ports: Ports;
  readonly #evaluation: Evaluation;
  readonly #queries: Queries;
  readonly #subscriptions = new Subscriptions();
  readonly #snapshots = new Map<string, WidgetSnapshot>();
  readonly #states = new Map<string, Values>();
  readonly #running = new Map<string, ReadonlySet<string>>();
  #program: Program;
  #parse: Parse = parseSimpleTemplate;
  #parser: Promise<void> | null = null;
  #engine: Promise<Engine> | null = null;
  #page: string | null = null;
  #params: Params = {};
  readonly #paramsOf = new Map<string, Params>();
  #loading: string[] = [];
  readonly #started = new Set<string>();
  #watched: ReadonlySet<string> = new Set();
  #opened = false;
  #pace: Pace = "at_once";
  #disposed = false;

  constructor(view: RuntimeView, ports: Ports) {
    this.#ports = ports;
    this.#program = buildProgram(view, ports.widgetModel, this.#parse);
    this.#evaluation = new Evaluation(this.#program, {
      stateOf: (widget) => this.#states.get(widget) ?? NO_STATE,
      queryValue: (query) => this.#queries.value(query),
      failureOf: (query) => this.#queries.failure(query),
      pageValue: () => ({ params: this.#params }),
      engine: () => (this.#engine ??= ports.startEngine()),
      needParser: () => void this.#loadParser(),
      changed: (node, before, wasKnown) => this.#nodeChanged(node, before, wasKnown),
      passed: () => this.#subscriptions.flush(),
    });
    this.#queries = new Queries({
      run: (query, inputs, signal) => ports.run(query, inputs, signal, this.#page),
      confirm: ports.confirm,
      query: (id) => this.#program.queries.get(id),
      inputs: (id) => this.#inputs(id),
      changed: (id) => this.#queryChanged(id),
      acts: (acts, depth) => this.perform(acts, depth),
      text: async (template) => String((await this.#value(template)) ?? ""),
    });
  }

  get view(): RuntimeView {
    return this.#program.view;
  }

  get page(): string | null {
    return this.#page;
  }

  /** Shows a page: evaluates what it shows and loads the queries that it follows from. */
  open(page: string, params: Params): void {
    const samePage = page === this.#page;
    const moved = !same(params, this.#params);
    if (samePage && !moved) return;
    this.#page = page;
    this.#params = params;
    this.#pace = "at_once";
    if (moved) this.#startAfresh(page, params);
    this.#paramsOf.set(page, params);
    this.#evaluation.touch(PAGE_NODE);
    if (samePage) {
      for (const id of this.#watched) this.#queries.announce(id);
      this.#evaluation.settle();
      return;
    }
    for (const { widget, model } of this.#program.widgets.values()) {
      if (model.opens && this.#states.has(widget.id)) this.reset(widget.id);
    }
    this.#activate();
    this.#load(queriesOfPage(this.#program, page, !this.#opened));
    this.#opened = true;
    this.#evaluation.settle();
    void this.#loadNext();
  }

  /** Takes a changed view: the builder's next state, or a newer release. What people did and what queries gave stays. */
  update(view: RuntimeView): void {
    if (view === this.#program.view) return;
    const before = this.#program;
    this.#rebuild(view);
    for (const { widget } of this.#program.widgets.values()) {
      if (before.widgets.get(widget.id)?.widget !== widget) this.#forget(widget.id);
    }
    for (const id of before.widgets.keys()) if (!this.#program.widgets.has(id)) this.#states.delete(id);
    if (this.#page !== null) {
      const now = queriesOfPage(this.#program, this.#page, false);
      this.#load(now.filter((id) => !this.#watched.has(id)));
      this.#watched = new Set(now);
    }
    this.#evaluation.settle();
    void this.#loadNext();
  }

  snapshot(widget: string): WidgetSnapshot | null {
    const known = this.#snapshots.get(widget);
    if (known) return known;
    const made = snapshotOf(widget, this.#program, this.#evaluation, {
      state: this.#states.get(widget) ?? NO_STATE,
      running: this.#running.get(widget) ?? new Set(),
      query: (id) => this.#queries.state(id),
    });
    if (made) this.#snapshots.set(widget, made);
    return made;
  }

  query(id: string): QueryState {
    return this.#queries.state(id);
  }

  /** Every name that an expression may use, with its value now. For completion in the builder. */
  scope(): ReadonlyMap<string, Value> {
    const names = [...this.#program.names].filter(([, name]) => name.kind !== "function");
    return new Map(names.map(([name]) => [name, this.#evaluation.read([name])]));
  }

  /** `key` is a widget's id, `query <id>`, or `*` for anything at all. */
  subscribe(key: string, listener: Listener): () => void {
    return this.#subscriptions.add(key, listener);
  }

  /** Changes with everything that changes; a snapshot for those who subscribe to `*`. */
  get version(): number {
    return this.#subscriptions.version;
  }

  /** What the person did with a widget: merged into its state. */
  setState(widget: string, change: Values, pace: Pace = "at_once"): void {
    this.#states.set(widget, { ...this.#states.get(widget), ...change });
    this.#pace = pace;
    this.#stateChanged(widget);
  }

  setValue(widget: string, value: Value): void {
    const key = this.#program.widgets.get(widget)?.model.value_key;
    if (key !== null && key !== undefined) this.setState(widget, { [key]: value ?? null });
  }

  /** Forgets what the person did with the widget and with everything inside it. */
  reset(widget: string): void {
    for (const id of [widget, ...widgetsInside(this.#program, widget)]) {
      if (!this.#states.delete(id)) continue;
      this.#pace = "at_once";
      this.#stateChanged(id);
    }
  }

  /** Runs the acts of a widget's event. A second click while the first still runs does nothing. */
  async emit(widget: string, event: string): Promise<void> {
    const acts = this.#program.widgets.get(widget)?.widget.events.find(({ on }) => on === event)?.acts ?? [];
    if (acts.length === 0 || (this.#running.get(widget)?.has(event) === true && event !== "change")) return;
    this.#setRunning(widget, event, true);
    await this.perform(acts);
    this.#setRunning(widget, event, false);
  }

  /** Checks every field inside the form and, when all are valid, runs its `submit`. */
  async submit(form: string): Promise<boolean> {
    const inside = widgetsInside(this.#program, form);
    for (const id of inside) this.setState(id, { touched: true });
    await this.settled();
    if (this.#evaluation.exposed(form)["valid"] === false) return false;
    await this.emit(form, "submit");
    if (this.snapshot(form)?.properties["reset_on_submit"] === true) this.reset(form);
    return true;
  }

  perform(acts: readonly Act[], depth = 0): Promise<boolean> {
    return performActs(acts, this.#actsHost, depth);
  }

  async run(query: string, depth = 0): Promise<RunOutcome> {
    const outcome = await this.#queries.run(query, depth);
    const asked = this.#program.queries.get(query);
    // its failure is shown where its data would be; if that is nowhere, say it
    if (outcome === "failed" && asked?.on_error.length === 0 && !isShown(this.#program, query, (node) => this.#evaluation.isActive(node))) {
      const { problem } = this.#queries.state(query);
      if (problem) this.#ports.notify(messageOf(problem), "error");
    }
    return outcome;
  }

  /** The value of any template now. The builder shows it beside the field. */
  async evaluate(value: Json): Promise<Explained> {
    let compiled = compile(value, this.#parse);
    if (this.#program.prepare(compiled).unparsed) {
      await this.#loadParser();
      compiled = compile(value, this.#parse);
    }
    return this.#evaluation.once(compiled);
  }

  /** Resolves when everything that the page shows has been evaluated; queries may still run. */
  settled(): Promise<void> {
    this.#evaluation.settle();
    return this.#evaluation.calm();
  }

  dispose(): void {
    this.#disposed = true;
    this.#queries.dispose();
    void this.#engine?.then((engine) => engine.dispose(), () => undefined);
  }

  get #actsHost(): ActsHost {
    const { confirm, notify, navigate, copy } = this.#ports;
    return {
      confirm,
      notify,
      navigate,
      copy,
      evaluate: (value) => this.#value(value),
      run: (query, depth) => this.run(query, depth),
      setValue: (widget, value) => this.setValue(widget, value),
      setOpened: (widget, opened, depth) => this.#setOpened(widget, opened, depth),
      reset: (widget) => this.reset(widget),
    };
  }

  async #value(value: Json): Promise<Value> {
    const outcome = await this.evaluate(value);
    if ("error" in outcome) throw new Error(outcome.error);
    return outcome.value;
  }

  async #setOpened(widget: string, opened: boolean, depth: number): Promise<void> {
    if ((this.#states.get(widget)?.["opened"] === true) === opened) return;
    this.setState(widget, { opened });
    const acts = this.#program.widgets.get(widget)?.widget.events.find(({ on }) => on === (opened ? "open" : "close"))?.acts;
    await this.perform(acts ?? [], depth);
  }

  /** Closes a modal because the person did. */
  close(widget: string): Promise<void> {
    return this.#setOpened(widget, false, 0);
  }

  async #inputs(id: string): Promise<Inputs> {
    this.#evaluation.addActive([inputsNode(id)]);
    await this.settled();
    return (this.#evaluation.cell(inputsNode(id))?.value ?? {}) as Inputs;
  }

  /** Another customer, another ticket: nothing that was read or typed for the one may be seen with the other. */
  #startAfresh(page: string, params: Params): void {
    for (const id of queriesFromPage(this.#program)) this.#queries.forget(id);
    const before = this.#paramsOf.get(page);
    if (before === undefined || same(before, params)) return;
    for (const { widget } of this.#program.widgets.values()) if (widget.page === page) this.reset(widget.id);
  }

  #activate(): void {
    if (this.#page === null) return;
    this.#watched = new Set(queriesOfPage(this.#program, this.#page, false));
    const inputs = [...this.#watched].map(inputsNode);
    this.#evaluation.setActive([...nodesOfPage(this.#program, this.#page), ...inputs]);
  }

  #load(queries: readonly string[]): void {
    for (const id of this.#loading) if (!queries.includes(id)) this.#queries.cancel(id);
    this.#loading = [...queries];
    for (const id of queries) this.#queries.announce(id);
  }

  /** Starts every waiting query whose inputs do not wait for another one. */
  async #loadNext(): Promise<void> {
    await this.settled();
    const underway = [...this.#loading, ...this.#started];
    const ready = this.#loading.filter((id) => queriesBefore(this.#program, id, underway).length === 0);
    this.#loading = this.#loading.filter((id) => !ready.includes(id));
    for (const id of ready) {
      this.#started.add(id);
      void this.#queries.run(id).then(() => {
        this.#started.delete(id);
        if (!this.#disposed && this.#loading.length > 0) void this.#loadNext();
      });
    }
  }

  #stateChanged(widget: string): void {
    this.#forget(widget);
    this.#evaluation.touch(stateNode(widget));
    this.#evaluation.settle();
  }

  #queryChanged(id: string): void {
    this.#pace = "at_once";
    const node = queryNode(id);
    for (const dependant of reachable([node], this.#program.graph.dependants)) this.#forgetNode(dependant);
    this.#subscriptions.mark(node);
    this.#evaluation.touch(node);
    this.#evaluation.settle();
  }

  #nodeChanged(id: NodeId, before: Value, wasKnown: boolean): void {
    const node = this.#program.nodes.get(id);
    if (node?.kind === "inputs") {
      this.#inputsChanged(node.query.id, before, wasKnown);
      return;
    }
    this.#forgetNode(id);
    if (node?.kind !== "binding" || !wasKnown || before === undefined) return;
    const resets = this.#program.widgets.get(node.widget.id)?.model.resets_on.includes(node.key) === true;
    if (resets && this.#states.delete(node.widget.id)) this.#evaluation.touch(stateNode(node.widget.id));
  }

  #inputsChanged(query: string, before: Value, wasKnown: boolean): void {
    if (wasKnown) {
      const now = this.#evaluation.cell(inputsNode(query))?.value;
      for (const { widget, first } of turnedBack(this.#program, query, before, now)) this.#turnBack(widget, first);
    }
    if (!wasKnown || !this.#watched.has(query) || this.#program.circling.has(query) || this.#loading.includes(query)) return;
    this.#queries.again(query, this.#pace === "typing" ? TYPING_PAUSE_MS : 0, () => undefined);
  }

  #turnBack(widget: string, first: Values): void {
    const state = this.#states.get(widget);
    if (state === undefined) return;
    this.#states.set(widget, { ...state, ...first });
    this.#forget(widget);
    this.#evaluation.touch(stateNode(widget));
  }

  #forgetNode(id: NodeId): void {
    const node = this.#program.nodes.get(id);
    if (node?.kind === "binding" || node?.kind === "exposed") this.#forget(node.widget.id);
  }

  #forget(widget: string): void {
    this.#snapshots.delete(widget);
    this.#subscriptions.mark(widget);
  }

  #setRunning(widget: string, event: string, running: boolean): void {
    const events = new Set(this.#running.get(widget));
    if (running) events.add(event);
    else events.delete(event);
    this.#running.set(widget, events);
    this.#forget(widget);
    this.#subscriptions.flush();
  }

  #rebuild(view: RuntimeView): void {
    this.#program = buildProgram(view, this.#ports.widgetModel, this.#parse);
    this.#evaluation.replace(this.#program);
    if (this.#page === null) return;
    this.#evaluation.setActive([...nodesOfPage(this.#program, this.#page), ...[...this.#watched].map(inputsNode)]);
  }

  #loadParser(): Promise<void> {
    this.#parser ??= loadParser().then((parse) => {
      this.#parse = parse;
      if (this.#disposed) return;
      this.#rebuild(this.#program.view);
      this.#evaluation.settle();
    });
    return this.#parser;
  }
}

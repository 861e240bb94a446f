/**
 * The values of a program's nodes. A change makes what follows from it stale; settling evaluates stale nodes in order, paths at once,
 * everything else in one batch in the sandbox. A node keeps its old value until the new one is there, so that nothing flickers.
 */
import { same } from "@sallyport/document/change.ts";
import { causesOf, type Cause } from "./causes.ts";
import { assemble, type Compiled } from "./compile.ts";
import type { Engine, Job, Outcome } from "./engine/protocol.ts";
import { reachable, type NodeId } from "./graph.ts";
import type { Json, Value } from "./json.ts";
import { follow, parseLeaf, type Path } from "./path.ts";
import { bindingNode, exposedNode, type Prepared, type PreparedExpression, type Program, type ProgramNode } from "./program.ts";
import type { Expression } from "./simple-template.ts";
import type { Inside, Values } from "./widget-model.ts";

export type Cell = { value: Value; error: string | null; fresh: boolean; known: boolean; version: number; asked: number };

export type Outcomes = { readonly value: Value } | { readonly error: string };

/** What an expression came to, and what is wrong behind it. */
export type Explained = Outcomes & { readonly causes: readonly Cause[] };

export type EvaluationHost = {
  readonly stateOf: (widget: string) => Values;
  readonly queryValue: (query: string) => Value;
  readonly failureOf: (query: string) => string | null;
  readonly pageValue: () => Value;
  readonly engine: () => Promise<Engine>;
  /** Asks for the whole parser; the host builds the program again when it is there. */
  readonly needParser: () => void;
  readonly changed: (node: NodeId, before: Value, wasKnown: boolean) => void;
  /** Called after every pass, whether or not nodes still wait for the sandbox. */
  readonly passed: () => void;
};

type Question = { readonly node: NodeId; readonly version: number; readonly prepared: Prepared };

export class Evaluation {
  #program: Program;
  readonly #host: EvaluationHost;
  #cells = new Map<NodeId, Cell>();
  #active = new Set<NodeId>();
  #asking = 0;
  #touched = false;
  #calm: (() => void)[] = [];

  constructor(program: Program, host: EvaluationHost) {
    this.#program = program;
    this.#host = host;
    this.replace(program);
  }

  /** Takes a new program. Values that are known stay until they are evaluated again. */
  replace(program: Program): void {
    this.#program = program;
    const before = this.#cells;
    this.#cells = new Map();
    for (const node of program.nodes.keys()) {
      const old = before.get(node);
      const circle = program.graph.circles.get(node);
      const cell: Cell = { value: undefined, error: null, fresh: false, known: false, version: 0, asked: -1, ...old };
      cell.version += 1;
      cell.fresh = circle !== undefined || program.nodes.get(node)?.kind === "source";
      if (circle) {
        cell.value = undefined;
        cell.known = true;
        cell.error = `this follows from itself: ${circle.map((id) => this.nameOf(id)).join(" → ")}`;
      }
      this.#cells.set(node, cell);
    }
    this.#active = new Set([...this.#active].filter((node) => program.nodes.has(node)));
  }

  /** What is not active is not evaluated: another page's bindings cost nothing. */
  setActive(nodes: Iterable<NodeId>): void {
    this.#active = reachable([...nodes].filter((node) => this.#program.nodes.has(node)), this.#program.graph.dependencies);
  }

  addActive(nodes: Iterable<NodeId>): void {
    for (const node of reachable(nodes, this.#program.graph.dependencies)) this.#active.add(node);
  }

  cell(node: NodeId): Readonly<Cell> | undefined {
    return this.#cells.get(node);
  }

  isActive(node: NodeId): boolean {
    return this.#active.has(node);
  }

  /** A source has changed. */
  touch(source: NodeId): void {
    this.#touched = true;
    for (const node of this.#program.graph.dependants.get(source) ?? []) this.#stale(node);
  }

  settle(): void {
    const questions: Question[] = [];
    let needsParser = false;
    // a value that changes may touch a source in its turn (a page number, a field's state): then there is one more round
    do {
      this.#touched = false;
      needsParser = this.#round(questions) || needsParser;
    } while (this.#touched);
    if (needsParser) this.#host.needParser();
    if (questions.length > 0) void this.#ask(questions);
    this.#host.passed();
    if (this.isCalm()) for (const done of this.#calm.splice(0)) done();
  }

  /** Evaluates what is stale and waits for nothing, in order. Tells whether something needs the whole parser. */
  #round(questions: Question[]): boolean {
    let needsParser = false;
    for (const id of this.#program.graph.order) {
      const cell = this.#cells.get(id);
      const node = this.#program.nodes.get(id);
      if (!cell || !node || cell.fresh || !this.#active.has(id) || this.#waits(id)) continue;
      if (node.kind === "binding" && node.prepared.unparsed) needsParser = true;
      else if (node.kind === "binding" && mustAsk(node.prepared)) {
        if (cell.asked !== cell.version) questions.push({ node: id, version: cell.version, prepared: node.prepared });
        cell.asked = cell.version;
      } else this.#apply(id, cell, this.#evaluate(node));
    }
    return needsParser;
  }

  isCalm(): boolean {
    if (this.#asking > 0) return false;
    for (const id of this.#active) if (this.#cells.get(id)?.fresh === false) return false;
    return true;
  }

  /** Resolves when every active node has its value. */
  calm(): Promise<void> {
    return this.isCalm() ? Promise.resolve() : new Promise((done) => this.#calm.push(done));
  }

  /** Evaluates what is no node: an act's template, or what is being typed in the builder. */
  async once(compiled: Compiled): Promise<Explained> {
    const prepared = this.#program.prepare(compiled);
    this.addActive(prepared.needs);
    this.settle();
    await this.calm();
    const outcome = await this.#outcome(prepared);
    return { ...outcome, causes: causesOf(this.#program, prepared.needs, { cell: (node) => this.cell(node), failureOf: this.#host.failureOf }) };
  }

  async #outcome(prepared: Prepared): Promise<Outcomes> {
    if (prepared.fault !== null) return { error: prepared.fault };
    if (!mustAsk(prepared)) return this.#paths(prepared);
    const engine = await this.#host.engine();
    const asked = prepared.expressions.filter(({ expression }) => expression.path === null);
    return this.#combine(prepared, asked, await engine.evaluate(asked.map((expression) => this.#job(expression))));
  }

  read(path: Path): Value {
    const [root, key, ...rest] = path;
    const name = this.#program.names.get(root);
    switch (name?.kind) {
      case "page":
        return follow(this.#host.pageValue(), path.slice(1));
      case "query":
        return follow(this.#host.queryValue(name.query.id), path.slice(1));
      case "constant":
        return follow(name.value, path.slice(1));
      case "widget":
        if (key !== undefined) return follow(this.#cells.get(exposedNode(name.widget.id, String(key)))?.value, rest);
        return this.exposed(name.widget.id);
      default:
        return undefined;
    }
  }

  exposed(widget: string): { readonly [key: string]: Json } {
    const model = this.#program.widgets.get(widget)?.model;
    const values = (model?.exposes ?? []).map(({ key }) => [key, this.#cells.get(exposedNode(widget, key))?.value ?? null] as const);
    return Object.fromEntries(values);
  }

  /** A widget's properties as they are now: literals, defaults, and the values of its bindings. */
  properties(id: string): Values {
    const found = this.#program.widgets.get(id);
    if (!found) return {};
    const bound = Object.keys(found.widget.properties).flatMap((key) => {
      const cell = this.#cells.get(bindingNode(id, key));
      return cell ? [[key, cell.value] as const] : [];
    });
    return { ...found.model.defaults, ...found.widget.properties, ...Object.fromEntries(bound) };
  }

  /** A node's name as a person would write it. */
  nameOf(id: NodeId): string {
    const node = this.#program.nodes.get(id);
    if (node?.kind === "binding") return `${node.widget.name} (${node.key})`;
    if (node?.kind === "exposed") return `${node.widget.name}.${node.value.key}`;
    return node?.kind === "inputs" ? node.query.name : id;
  }

  #evaluate(node: ProgramNode): Outcomes {
    switch (node.kind) {
      case "binding":
        return node.prepared.fault === null ? this.#paths(node.prepared) : { error: node.prepared.fault };
      case "exposed":
        return { value: node.value.read(this.properties(node.widget.id), this.#host.stateOf(node.widget.id), this.#inside(node)) };
      case "inputs":
        return { value: Object.fromEntries(node.query.inputs.map((leaf) => [leaf, this.#leaf(leaf)])) };
      case "source":
        return { value: undefined };
    }
  }

  #leaf(text: string): Json {
    const path = parseLeaf(text);
    return path === null ? null : (this.read(path) ?? null);
  }

  #inside(node: Extract<ProgramNode, { kind: "exposed" }>): readonly Inside[] {
    return node.inside.map(({ name, key, node: id }) => ({ name, values: { [key]: this.#cells.get(id)?.value } }));
  }

  #paths(prepared: Prepared): Outcomes {
    const results = new Map<Expression, Value>();
    for (const { expression } of prepared.expressions) if (expression.path) results.set(expression, this.read(expression.path));
    return { value: assemble(prepared.compiled, results) };
  }

  #job({ expression, leaves, functions }: PreparedExpression): Job {
    const given = leaves.map(({ text, path }) => [text, jsonOf(this.read(path))] as const);
    return { source: expression.source, functions, leaves: Object.fromEntries(given) };
  }

  async #ask(questions: readonly Question[]): Promise<void> {
    this.#asking += 1;
    const asked = questions.map((question) => question.prepared.expressions.filter(({ expression }) => expression.path === null));
    const jobs = asked.flat().map((expression) => this.#job(expression));
    const outcomes = await this.#answers(jobs);
    this.#asking -= 1;
    let from = 0;
    for (const [index, { node, version, prepared }] of questions.entries()) {
      const expressions = asked[index] ?? [];
      const own = outcomes.slice(from, from + expressions.length);
      from += expressions.length;
      const cell = this.#cells.get(node);
      if (cell && cell.version === version) this.#apply(node, cell, this.#combine(prepared, expressions, own));
    }
    this.settle();
  }

  async #answers(jobs: readonly Job[]): Promise<readonly Outcome[]> {
    try {
      const engine = await this.#host.engine();
      return await engine.evaluate(jobs);
    } catch {
      return jobs.map(() => ({ error: "the sandbox for expressions could not be loaded" }));
    }
  }

  #combine(prepared: Prepared, asked: readonly PreparedExpression[], outcomes: readonly Outcome[]): Outcomes {
    const results = new Map<Expression, Value>();
    for (const { expression } of prepared.expressions) if (expression.path) results.set(expression, this.read(expression.path));
    for (const [index, { expression }] of asked.entries()) {
      const outcome = outcomes[index];
      if (outcome === undefined) return { error: "the sandbox gave no answer" };
      if ("error" in outcome) return outcome;
      results.set(expression, outcome.json === null ? undefined : (JSON.parse(outcome.json) as Json));
    }
    return { value: assemble(prepared.compiled, results) };
  }

  #apply(id: NodeId, cell: Cell, outcome: Outcomes): void {
    const before = cell.value;
    const { known, error } = cell;
    cell.value = "value" in outcome ? outcome.value : undefined;
    cell.error = "error" in outcome ? outcome.error : null;
    cell.fresh = true;
    cell.known = true;
    const moved = !same(before, cell.value);
    if (!moved) cell.value = before;
    else for (const node of this.#program.graph.dependants.get(id) ?? []) this.#stale(node);
    if (moved || !known || cell.error !== error) this.#host.changed(id, before, known);
  }

  #stale(node: NodeId): void {
    const cell = this.#cells.get(node);
    if (!cell || this.#program.graph.circles.has(node)) return;
    cell.fresh = false;
    cell.version += 1;
  }

  #waits(id: NodeId): boolean {
    return (this.#program.graph.dependencies.get(id) ?? []).some((need) => this.#cells.get(need)?.fresh === false);
  }
}

function jsonOf(value: Value): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

function mustAsk(prepared: Prepared): boolean {
  return prepared.fault === null && prepared.expressions.some(({ expression }) => expression.path === null);
}

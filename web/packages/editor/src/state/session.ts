/** One app open in the editor: its state, its saving, its running page. Made when the draft has arrived, ended with the screen. */
import { changeDraft } from "@sallyport/api/apps.ts";
import { Problem } from "@sallyport/api/problem.ts";
import { runDraftQuery } from "@sallyport/api/runs.ts";
import type { DocumentChange, RunAnswer } from "@sallyport/api/types.ts";
import type { Change } from "@sallyport/document/change.ts";
import type { Document, QueryBody, QueryRecord, Tone, WidgetId } from "@sallyport/document/records.ts";
import { isInside, queriesOf, queryOf, widgetOf, widgetsOf } from "@sallyport/document/tree.ts";
import type { Json, JsonObject } from "@sallyport/runtime/json.ts";
import { QueryFailed, type Inputs, type QueryResult } from "@sallyport/runtime/ports.ts";
import { Runtime } from "@sallyport/runtime/runtime.ts";
import type { RuntimeView } from "@sallyport/runtime/view.ts";
import { startEngine } from "@sallyport/renderer/start-engine.ts";
import { definitionOf, widgetModel } from "@sallyport/widgets/definitions.ts";
import { Drag } from "../canvas/drag.ts";
import { Autosave, type Draft, type SendResult } from "./autosave.ts";
import { EditorStore } from "./editor-store.ts";
import type { Live } from "./live.ts";
import { inputsOfBody, liveOf, viewOf } from "./runtime.ts";
import { oneAtATime } from "./narrow.ts";
import type { Surroundings } from "./surroundings.ts";

const NO_PARAMS = {};

export interface Asking {
  readonly message: string;
  readonly answer: (yes: boolean) => void;
}

export interface SessionHost {
  readonly notify: (message: string, tone: Tone) => void;
  readonly ask: (asking: Asking) => void;
}

export class EditorSession {
  readonly store: EditorStore;
  readonly autosave: Autosave;
  readonly runtime: Runtime;
  readonly drag: Drag;
  readonly live: Live;
  readonly surroundings: Surroundings;
  #document: Document;
  #environment: string;
  readonly #stops: (() => void)[] = [];
  readonly #bodies = new Map<string, QueryBody>();

  constructor(draft: Draft, surroundings: Surroundings, host: SessionHost) {
    this.surroundings = surroundings;
    this.store = new EditorStore(draft.document);
    this.#document = draft.document;
    this.#environment = this.store.get().environment;
    this.drag = new Drag(this.store);
    this.autosave = new Autosave(this.store, draft, (revision, change) => send(surroundings.app, revision, change));
    this.runtime = new Runtime(this.#view(), {
      run: (query, inputs, signal, page) => this.#run(query, inputs, signal, page),
      confirm: (message) => new Promise((answer) => host.ask({ message, answer })),
      notify: host.notify,
      navigate: (page, params) => {
        this.store.set({ params: { ...this.store.get().params, [page]: params } });
        this.store.goTo(page);
      },
      copy: (text) => navigator.clipboard.writeText(text),
      widgetModel,
      startEngine,
    });
    this.live = liveOf(this.runtime, () => this.store.get().document);
    this.#stops.push(this.autosave.start(), oneAtATime(this.store), this.store.subscribe(() => this.#follow()));
    this.#follow();
  }

  end(): void {
    for (const stop of this.#stops) stop();
    this.runtime.dispose();
  }

  /** The running page follows the document and the page that is open. */
  #follow(): void {
    const { document, environment, page, params, selection } = this.store.get();
    if (document !== this.#document || environment !== this.#environment) {
      const isElsewhere = environment !== this.#environment;
      this.#document = document;
      this.#environment = environment;
      this.runtime.update(this.#view());
      if (isElsewhere) this.#loadAgain(document);
    }
    // `open` does nothing when neither the page nor what it is given has changed.
    if (page !== null) this.runtime.open(page, params[page] ?? NO_PARAMS);
    this.#reveal(document, selection);
  }

  #view(): RuntimeView {
    return viewOf(this.#document, this.#environment, this.surroundings, (query) => this.#bodyRun(query));
  }

  /** The body with which a query last ran; at first the one it has. */
  #bodyRun(query: QueryRecord): QueryBody {
    const known = this.#bodies.get(query.id);
    if (!known) this.#bodies.set(query.id, query.body);
    return known ?? query.body;
  }

  /** Takes the body as it is now, and the inputs that it asks for. */
  async #inputsNow(id: string, inputs: Inputs): Promise<Inputs> {
    const query = queryOf(this.store.get().document, id);
    if (!query || this.#bodies.get(id) === query.body) return inputs;
    this.#bodies.set(id, query.body);
    this.runtime.update(this.#view());
    const leaves = inputsOfBody(query.body);
    const values = await Promise.all(leaves.map((leaf) => this.runtime.evaluate(`{{ ${leaf} }}`)));
    return Object.fromEntries(leaves.map((leaf, index) => [leaf, valueOf(values[index])]));
  }

  /** Another environment holds other data. */
  #loadAgain(document: Document): void {
    for (const query of queriesOf(document)) {
      if (query.settings.run_on_load && !query.settings.writes) void this.runtime.run(query.id);
    }
  }

  #revealed: readonly WidgetId[] = [];

  /** What is selected inside a closed modal or on a hidden tab comes to light; modals that are left close again. */
  #reveal(document: Document, selection: readonly WidgetId[]): void {
    if (selection === this.#revealed) return;
    this.#revealed = selection;
    for (const widget of widgetsOf(document)) {
      if (definitionOf(widget.type)?.opens !== true) continue;
      const opened = selection.some((id) => isInside(document, id, widget.id));
      const isOpen = this.runtime.snapshot(widget.id)?.state["opened"] === true;
      if (opened !== isOpen) this.runtime.setState(widget.id, { opened });
    }
    for (const id of selection) {
      for (let child = widgetOf(document, id); child?.parent; child = widgetOf(document, child.parent)) {
        const parent = widgetOf(document, child.parent);
        if (parent?.type === "tabs" && this.runtime.snapshot(parent.id)?.exposed["value"] !== child.slot) {
          this.runtime.setValue(parent.id, child.slot);
        }
      }
    }
  }

  /** The server runs what it has stored, so what is on the screen is stored first. */
  async #run(query: string, given: Inputs, signal: AbortSignal, page: string | null): Promise<QueryResult> {
    const inputs = await this.#inputsNow(query, given);
    if (this.autosave.isDirty) await this.autosave.flush();
    const { app } = this.surroundings;
    const { environment } = this.store.get();
    try {
      return resultOf(await runDraftQuery(app, query, { inputs: { ...inputs }, environment, ...(page === null ? {} : { page }) }, signal));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const { code, title, message, hint, requestId } = error;
      throw new QueryFailed({ code, title, detail: message, hint, request_id: requestId });
    }
  }
}

function valueOf(outcome: Awaited<ReturnType<Runtime["evaluate"]>> | undefined): Json {
  return outcome && "value" in outcome ? ((outcome.value ?? null) as Json) : null;
}

/** Rows as objects, as expressions see them. */
export function resultOf(run: RunAnswer): QueryResult {
  const names = run.columns.map((column) => column.name);
  const rows = run.rows.map((row) => Object.fromEntries(names.map((name, index) => [name, row[index] ?? null])) as JsonObject);
  return { columns: run.columns, rows, truncated: run.end.truncated, elapsed_ms: run.end.elapsed_ms };
}

/** The generated types say the same of records as ours, but without `readonly`. */
async function send(app: string, revision: number, change: Change): Promise<SendResult> {
  try {
    return { type: "saved", revision: (await changeDraft(app, revision, change as unknown as DocumentChange)).revision };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const { current } = error.body;
    if (error.code === "stale" && current) return { type: "stale", current: current as unknown as Draft };
    if (error.code === "unreachable" || error.status >= 500 || error.status === 401) return { type: "offline" };
    const isNew = error.hint !== null && !error.message.includes(error.hint);
    const detail = isNew ? `${error.message}. ${error.hint}` : error.message;
    return { type: "refused", refusal: { title: error.title, detail, request_id: error.requestId } };
  }
}

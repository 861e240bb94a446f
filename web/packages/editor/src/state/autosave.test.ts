import { addPage, editApp, editPage } from "@sallyport/document/app-commands.ts";
import { apply, type Change } from "@sallyport/document/change.ts";
import { emptyDocument, type Document } from "@sallyport/document/records.ts";
import { expect, test } from "vitest";
import { Autosave, type Draft, type SendResult } from "./autosave.ts";
import { EditorStore } from "./editor-store.ts";

/** A server in memory, with a clock that is turned by hand. */
class Bench {
  readonly start: Draft;
  readonly store: EditorStore;
  readonly autosave: Autosave;
  readonly sent: Change[] = [];
  server: Draft;
  offline = false;
  #due: (() => void) | null = null;

  constructor() {
    const empty = emptyDocument("App");
    this.start = { revision: 1, document: apply(empty, addPage(empty, "Home").change) };
    this.server = this.start;
    this.store = new EditorStore(this.start.document);
    const timers = {
      set: (run: () => void) => {
        this.#due = run;
        return 1;
      },
      clear: () => {
        this.#due = null;
      },
    };
    this.autosave = new Autosave(this.store, this.start, (revision, change) => this.#answer(revision, change), timers);
    this.autosave.start();
  }

  get home(): string {
    return this.store.get().page ?? "";
  }

  rename(name: string): void {
    this.store.run(editApp(this.store.get().document, { name }), "Rename the app");
  }

  theirs(edit: (document: Document) => Change): void {
    this.server = { revision: this.server.revision + 1, document: apply(this.server.document, edit(this.server.document)) };
  }

  /** Lets the timer ring and everything that follows happen. */
  async ring(): Promise<void> {
    const due = this.#due;
    this.#due = null;
    due?.();
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  }

  async #answer(revision: number, change: Change): Promise<SendResult> {
    if (this.offline) return { type: "offline" };
    if (revision !== this.server.revision) return { type: "stale", current: this.server };
    this.sent.push(change);
    this.server = { revision: revision + 1, document: apply(this.server.document, change) };
    return { type: "saved", revision: revision + 1 };
  }
}

test("several edits are saved as one change, a moment after the last", async () => {
  const bench = new Bench();
  bench.rename("A");
  bench.rename("B");
  expect(bench.autosave.get().type).toBe("pending");
  await bench.ring();
  expect(bench.sent).toHaveLength(1);
  expect(bench.server.document).toEqual(bench.store.get().document);
  expect(bench.autosave.get().type).toBe("saved");
});

test("an edit and its undoing send nothing", async () => {
  const bench = new Bench();
  bench.rename("A");
  bench.store.undo();
  await bench.ring();
  expect(bench.sent).toHaveLength(0);
  expect(bench.autosave.get().type).toBe("saved");
});

test("what could not be sent is sent later, together with what came after", async () => {
  const bench = new Bench();
  bench.offline = true;
  bench.rename("A");
  await bench.ring();
  expect(bench.autosave.get().type).toBe("offline");
  bench.store.run(editPage(bench.store.get().document, bench.home, { title: "Start" }), "Rename the page");
  bench.offline = false;
  await bench.ring();
  expect(bench.server.document).toEqual(bench.store.get().document);
  expect(bench.server.document.records["app"]).toMatchObject({ name: "A" });
});

test("changes of other records come in by themselves and mine go on top", async () => {
  const bench = new Bench();
  bench.theirs((document) => editPage(document, bench.home, { title: "Theirs" }));
  bench.rename("Mine");
  await bench.ring();
  await bench.ring();
  expect(bench.autosave.get().type).toBe("saved");
  expect(bench.store.get().document).toEqual(bench.server.document);
  expect(bench.server.document.records).toMatchObject({ app: { name: "Mine" }, [bench.home]: { title: "Theirs" } });
});

test("two edits of one record are a conflict, and either side can be kept", async () => {
  for (const choice of ["mine", "theirs"] as const) {
    const bench = new Bench();
    bench.theirs((document) => editApp(document, { name: "theirs" }));
    bench.rename("mine");
    await bench.ring();
    expect(bench.autosave.get()).toMatchObject({ type: "conflict", meeting: { clashes: [{ id: "app" }] } });
    await bench.autosave.resolve(new Map([["app", choice]]));
    expect(bench.autosave.get().type).toBe("saved");
    expect(bench.server.document.records["app"]).toMatchObject({ name: choice });
    expect(bench.store.get().document).toEqual(bench.server.document);
  }
});

test("edits made while a conflict waits are not lost", async () => {
  const bench = new Bench();
  bench.theirs((document) => editApp(document, { name: "theirs" }));
  bench.rename("mine");
  await bench.ring();
  bench.store.run(editPage(bench.store.get().document, bench.home, { title: "Later" }), "Rename the page");
  await bench.autosave.resolve(new Map([["app", "theirs"]]));
  expect(bench.server.document.records).toMatchObject({ app: { name: "theirs" }, [bench.home]: { title: "Later" } });
});

test("saving at once answers whether everything is saved", async () => {
  const bench = new Bench();
  bench.rename("A");
  expect(await bench.autosave.flush()).toBe(true);
  bench.offline = true;
  bench.rename("B");
  expect(await bench.autosave.flush()).toBe(false);
});

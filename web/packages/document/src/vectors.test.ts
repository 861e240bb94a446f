/** The vectors that the server runs as well: the same documents are at fault in the same places, the same changes stale. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { apply, diff, invert, StaleChange, type Change } from "./change.ts";
import { faultsOf, type WidgetCatalogue } from "./check.ts";
import type { Document, Json } from "./records.ts";

type Fields = { [name: string]: unknown };

interface Edits {
  readonly set?: { readonly [pointer: string]: Json };
  readonly fill?: { readonly [pointer: string]: readonly [text: string, times: number] };
  readonly remove?: readonly string[];
}

interface Judged extends Edits {
  readonly name: string;
  readonly faults: readonly string[];
}

interface Changed {
  readonly name: string;
  readonly from?: Edits;
  readonly to?: Edits;
  readonly change?: Change;
  readonly touched?: { readonly [side in keyof Change]: readonly string[] };
  readonly on: Edits;
  readonly gives?: Edits;
  readonly stale?: readonly string[];
}

const spec = resolve(import.meta.dirname, "../../../../spec");
const read = (name: string): unknown => JSON.parse(readFileSync(resolve(spec, name), "utf8"));
const documents = read("vectors/document/documents.json") as { base: Document; cases: readonly Judged[] };
const changes = read("vectors/document/changes.json") as { base: Document; cases: readonly Changed[] };
const { widgets } = read("widgets.json") as { widgets: { type: string; events: { name: string }[]; container: boolean }[] };
const catalogue: WidgetCatalogue = new Map(
  widgets.map(({ type, events, container }) => [type, { events: events.map(({ name }) => name), container }]),
);

function edited(base: Document, edits: Edits): Document {
  const document = structuredClone(base);
  const place = (pointer: string): [Fields, string] => {
    const [, ...names] = pointer.split("/");
    const last = names.pop()!;
    const inner = (value: Fields, name: string): Fields => value[name] as Fields;
    return [names.reduce(inner, document as unknown as Fields), last];
  };
  const filled = Object.entries(edits.fill ?? {}).map(([pointer, [text, times]]) => [pointer, text.repeat(times)] as const);
  for (const [pointer, value] of [...Object.entries(edits.set ?? {}), ...filled]) {
    const [parent, name] = place(pointer);
    parent[name] = structuredClone(value);
  }
  for (const pointer of edits.remove ?? []) {
    const [parent, name] = place(pointer);
    delete parent[name];
  }
  return document;
}

test.each(documents.cases)("a document: $name", (vector) => {
  const paths = new Set(faultsOf(edited(documents.base, vector), catalogue).map(({ path }) => path));

  expect([...paths].sort()).toEqual([...vector.faults].sort());
});

const changeOf = ({ change, from = {}, to = {} }: Changed): Change =>
  change ?? diff(edited(changes.base, from), edited(changes.base, to));
const made = changes.cases.filter(({ touched }) => touched !== undefined);
const done = changes.cases.flatMap(({ gives, ...vector }) => (gives ? [{ ...vector, gives }] : []));
const refused = changes.cases.flatMap(({ stale, ...vector }) => (stale ? [{ ...vector, stale }] : []));

test.each(made)("the records of a change: $name", (vector) => {
  const { added, updated, removed } = changeOf(vector);

  const [comes, changed, goes] = [added, updated, removed].map((side) => Object.keys(side).sort());

  expect({ added: comes, updated: changed, removed: goes }).toEqual(vector.touched);
});

test.each(done)("a change made and taken back: $name", (vector) => {
  const [change, on] = [changeOf(vector), edited(changes.base, vector.on)];

  const applied = apply(on, change);

  expect(applied).toEqual(edited(changes.base, vector.gives));
  expect(apply(applied, invert(change))).toEqual(on);
});

test.each(refused)("a change that is stale: $name", (vector) => {
  expect(staleIn(() => apply(edited(changes.base, vector.on), changeOf(vector)))).toEqual(vector.stale);
});

function staleIn(act: () => unknown): readonly string[] | null {
  try {
    act();
    return null;
  } catch (error) {
    return error instanceof StaleChange ? error.records : null;
  }
}

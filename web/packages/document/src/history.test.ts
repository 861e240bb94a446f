import * as fc from "fast-check";
import { expect, test } from "vitest";
import { apply, diff } from "./change.ts";
import { EMPTY_HISTORY, record, redo, seal, undo, type History } from "./history.ts";
import { merge, meet, mergeQuietly } from "./merge.ts";
import type { Document } from "./records.ts";
import { documentOf, widget } from "./testing.ts";
import { setProperty } from "./widget-commands.ts";

function typed(document: Document, history: History, text: string, at: number): [Document, History] {
  const change = setProperty(document, "a", "label", text);
  return [apply(document, change), record(history, { change, label: "Edit label", key: "a.label", at })];
}

test("undo walks back to the start and redo to the end, whatever was done", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.string(), fc.nat(5_000))), (edits) => {
      const start = documentOf(widget("a"));
      let [document, history]: [Document, History] = [start, EMPTY_HISTORY];
      let at = 0;
      for (const [text, pause] of edits) [document, history] = typed(document, history, text, (at += pause));
      const end = document;
      for (let walked = undo(history, document); walked; walked = undo(history, document)) ({ document, history } = walked);
      expect(document).toEqual(start);
      for (let walked = redo(history, document); walked; walked = redo(history, document)) ({ document, history } = walked);
      expect(document).toEqual(end);
    }),
  );
});

test("typing is one step, a pause or leaving the field begins another", () => {
  let [document, history]: [Document, History] = [documentOf(widget("a")), EMPTY_HISTORY];
  [document, history] = typed(document, history, "a", 0);
  [document, history] = typed(document, history, "ab", 500);
  expect(history.past).toHaveLength(1);
  [document, history] = typed(document, history, "abc", 2_500);
  expect(history.past).toHaveLength(2);
  [document, history] = typed(document, seal(history), "abcd", 2_600);
  expect(history.past).toHaveLength(3);
  expect(undo(history, document)?.document.records["a"]).toMatchObject({ properties: { label: "abc" } });
});

test("a new step forgets what could have been done again", () => {
  let [document, history]: [Document, History] = [documentOf(widget("a")), EMPTY_HISTORY];
  [document, history] = typed(document, history, "x", 0);
  ({ document, history } = undo(history, document)!);
  [document, history] = typed(document, history, "y", 9_000);
  expect(redo(history, document)).toBeNull();
});

test("undo does not run over what someone else did meanwhile", () => {
  const start = documentOf(widget("a"), widget("b"));
  let [document, history]: [Document, History] = [start, EMPTY_HISTORY];
  [document, history] = typed(document, history, "mine", 0);
  const theirs = apply(document, setProperty(document, "a", "label", "theirs"));
  expect(undo(history, theirs)).toBeNull();
});

test("changes of different records come together by themselves", () => {
  const base = documentOf(widget("a"), widget("b"));
  const mine = apply(base, setProperty(base, "a", "label", "mine"));
  const theirs = apply(base, setProperty(base, "b", "label", "theirs"));
  const merged = mergeQuietly(theirs, meet(base, mine, theirs));
  expect(merged?.records).toMatchObject({ a: { properties: { label: "mine" } }, b: { properties: { label: "theirs" } } });
});

test("a record that both changed waits for a choice, and the choice decides", () => {
  const base = documentOf(widget("a"), widget("b"));
  const mine = apply(base, setProperty(base, "a", "label", "mine"));
  const theirs = apply(base, setProperty(base, "a", "label", "theirs"));
  const meeting = meet(base, mine, theirs);
  expect(mergeQuietly(theirs, meeting)).toBeNull();
  expect(meeting.clashes.map((clash) => clash.id)).toEqual(["a"]);
  expect(merge(theirs, meeting, new Map([["a", "mine"]]))).toEqual(mine);
  expect(merge(theirs, meeting, new Map([["a", "theirs"]]))).toEqual(theirs);
});

test("the same edit on both sides is no conflict", () => {
  const base = documentOf(widget("a"));
  const both = apply(base, setProperty(base, "a", "label", "same"));
  expect(mergeQuietly(structuredClone(both), meet(base, both, structuredClone(both)))).toEqual(both);
});

test("a widget put into a container that they removed waits for a person", () => {
  const base = documentOf(widget("box", { type: "container" }));
  const mine = documentOf(widget("box", { type: "container" }), widget("inner", { parent: "box" }));
  const theirs = documentOf();
  const meeting = meet(base, mine, theirs);
  expect(meeting.clashes).toEqual([]);
  expect(mergeQuietly(theirs, meeting)).toBeNull();
  expect(diff(base, mine)).toEqual(meeting.mine);
});

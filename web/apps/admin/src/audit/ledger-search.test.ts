import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { knownActions } from "./actions.ts";
import { filterOf, isFiltered, parseLedgerSearch, withPart } from "./ledger-search.ts";
import { verifyCommand } from "./verify-command.ts";

describe("the ledger's address", () => {
  test("gives back what it was made of", () => {
    const search = { from: "2026-11-01", to: "2026-11-22", actor: "person_1", action: "query.run", object: "query_9", outcome: "denied", record: "record_3" };

    expect(parseLedgerSearch(search)).toEqual(search);
  });

  test("drops what has the wrong form rather than sending it on", () => {
    const search = parseLedgerSearch({ from: "yesterday", to: "2026-02-31", outcome: "perhaps", actor: "  ", object: ["a"], other: "x" });

    expect(search).toEqual({});
  });

  test("takes a number for the text that it is", () => {
    expect(parseLedgerSearch({ object: 42 })).toEqual({ object: "42" });
  });

  test("changes one part and keeps the others", () => {
    const search = { action: "query.run", outcome: "failed" } as const;

    expect(withPart(search, "outcome", null)).toEqual({ action: "query.run" });
    expect(withPart(search, "actor", "person_1")).toEqual({ ...search, actor: "person_1" });
  });

  test("counts an open record as no filter", () => {
    expect(isFiltered({ record: "record_1" })).toBe(false);
    expect(isFiltered({ record: "record_1", outcome: "denied" })).toBe(true);
  });
});

describe("the filter that is sent", () => {
  test("holds both days whole, in the reader's time zone", () => {
    const filter = filterOf({ from: "2026-11-21", to: "2026-11-22" });

    expect(new Date(filter.from ?? "")).toEqual(new Date(2026, 10, 21, 0, 0, 0, 0));
    expect(new Date(filter.to ?? "")).toEqual(new Date(2026, 10, 23));
  });

  test("leaves out what is not asked for, the open record included", () => {
    expect(filterOf({ action: "app.save", record: "record_1" })).toEqual({ action: "app.save" });
  });
});

test("the command to verify is safe to paste whatever the key holds", () => {
  expect(verifyCommand("log+1a2b+AQ==\n")).toBe("sallyport audit verify sallyport-audit.ndjson --key 'log+1a2b+AQ=='");
  expect(verifyCommand("a'b; rm -rf /")).toBe(`sallyport audit verify sallyport-audit.ndjson --key 'a'\\''b; rm -rf /'`);
});

test("every act that the filter offers is one that policies know, or the service's own", () => {
  const schema = readFileSync(resolve(import.meta.dirname, "../../../../../spec/policy.cedarschema"), "utf8");
  const known = new Set([...schema.matchAll(/^action "([^"]+)"/gm)].map(([, name]) => name));

  expect(knownActions.filter((act) => !act.startsWith("service.") && !known.has(act))).toEqual([]);
});

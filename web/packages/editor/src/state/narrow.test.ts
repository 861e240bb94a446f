import { expect, test } from "vitest";
import { closedBy } from "./narrow.ts";

const closed = { rail: null, inspector: false, open: null };

test("the panel that is opened last is the one that stays", () => {
  const inspecting = { ...closed, inspector: true };
  expect(closedBy(inspecting, { ...inspecting, rail: "pages" })).toEqual({ ...closed, rail: "pages" });
  expect(closedBy(inspecting, { ...inspecting, open: "query_1" })).toEqual({ ...closed, open: "query_1" });
  expect(closedBy({ ...closed, rail: "pages" }, { ...inspecting, rail: "pages" })).toEqual(inspecting);
});

test("nothing closes when nothing opens", () => {
  expect(closedBy({ ...closed, rail: "pages" }, closed)).toBeNull();
  expect(closedBy(closed, closed)).toBeNull();
});

import { Problem } from "@sallyport/api/problem.ts";
import { describe, expect, test } from "vitest";
import { shortId } from "./id-text.tsx";
import { initials } from "./person-menu.tsx";
import { fieldText, problemText, saidAtFields, sentence } from "./problem-text.ts";
import { setupToken } from "./setup-token.ts";
import { sortRows, toggled } from "./sort-rows.ts";
import { exactTime, relativeTime } from "./time.ts";
import { ForeignScript, ownAsset } from "./trusted-types.ts";

test("a problem is said as what happened and what to do next", () => {
  expect(problemText(new Problem({ detail: "it has changed", hint: "load it again" }, 409))).toBe("It has changed. Load it again.");
  expect(problemText(new TypeError("x is undefined"))).toBe("This page met a fault of its own. Reload it and try again.");
  expect(sentence(" already whole. ")).toBe("Already whole.");
});

test("a field says only what is wrong with it, as a sentence", () => {
  const problem = new Problem({ errors: [{ path: "email", message: "belongs to another person" }] }, 409);

  expect(fieldText(problem, "email")).toBe("Belongs to another person.");
  expect(fieldText(problem, "name")).toBeNull();
  expect(fieldText(null, "email")).toBeNull();
  expect(saidAtFields(problem, ["name", "email"])).toBe(true);
  expect(saidAtFields(problem, ["name"])).toBe(false);
  expect(saidAtFields(new Problem({ errors: [] }, 409), ["name"])).toBe(false);
});

test("the set-up token is read from the fragment only", () => {
  expect(setupToken("#token=abc")).toBe("abc");
  expect(setupToken("#other=1")).toBeNull();
  expect(setupToken("#token=")).toBeNull();
  expect(setupToken("")).toBeNull();
});

test("initials are the first and the last name's", () => {
  expect(initials("Ada Brandt")).toBe("AB");
  expect(initials("Maria del Mar Ruiz")).toBe("MR");
  expect(initials("Élodie")).toBe("É");
  expect(initials(" ")).toBe("?");
});

test("times are exact for ledgers and relative for lists", () => {
  const time = new Date(2026, 10, 2, 8, 4, 5);

  expect(exactTime(time)).toBe("2026-11-02 08:04:05");
  expect(relativeTime(time, new Date(2026, 10, 2, 8, 4, 25))).toBe("just now");
  expect(relativeTime(time, new Date(2026, 10, 2, 11, 5, 0))).toBe("3 hours ago");
  expect(relativeTime(time, new Date(2026, 10, 3, 9, 0, 0))).toBe("yesterday");
});

describe("sorting a list", () => {
  test("goes up, down, and back to how it came", () => {
    const up = toggled(null, "name");
    const down = toggled(up, "name");

    expect([up?.direction, down?.direction, toggled(down, "name")]).toEqual(["ascending", "descending", null]);
    expect(toggled(down, "email")).toEqual({ key: "email", direction: "ascending" });
  });

  test("puts what is absent last, whichever way, and leaves the given list alone", () => {
    const rows = ["b10", null, "b9", "A"];

    expect(sortRows(rows, (row) => row, "ascending")).toEqual(["A", "b9", "b10", null]);
    expect(sortRows(rows, (row) => row, "descending")).toEqual(["b10", "b9", "A", null]);
    expect(rows).toEqual(["b10", null, "b9", "A"]);
  });
});

describe("a script address", () => {
  const page = "https://tools.example/admin/audit";

  test("is one of our own built files", () => {
    expect(ownAsset("/assets/worker-1a.js", page)).toBe("https://tools.example/assets/worker-1a.js");
  });

  test.each(["https://evil.example/assets/a.js", "/api/v1/x.js", "data:text/javascript,1", "/assets/../api/v1/x", "blob:https://tools.example/1"])(
    "is never %s",
    (address) => {
      expect(() => ownAsset(address, page)).toThrow(ForeignScript);
    },
  );
});

test("an id is shown short, and what it is of stays to be read", () => {
  expect(shortId("person_6ed96429d9449aeb43d8a5954a5c441")).toBe("person_6ed964…c441");
  expect(shortId("eafe7582cb2874fc347078838213")).toBe("eafe75…8213");
  expect(shortId("record_1")).toBe("record_1");
});

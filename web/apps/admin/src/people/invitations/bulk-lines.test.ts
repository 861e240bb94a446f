import { BULK_MOST } from "@sallyport/api/invitations.ts";
import { groups } from "@sallyport/api/mock-data.ts";
import { describe, expect, test } from "vitest";
import { type Known, asText, bulkOf, invitationOf, toSend, withResults } from "./bulk-lines.ts";

const known: Known = { groups, accounts: ["ada.brandt@example.com"], invited: ["igor@example.com"] };

const faultsIn = (text: string) => bulkOf(text, known).lines.map(({ line, faults }) => [line, ...faults]);

describe("a bulk invitation", () => {
  test("reads roles by either of their names and groups by theirs, several in one field", () => {
    const bulk = bulkOf("email,name,roles,groups\nkim@example.com,Kim Case,Developer,support | FINANCE", known);

    expect(bulk.fault).toBeNull();
    expect(toSend(bulk).map(invitationOf)).toEqual([{ email: "kim@example.com", name: "Kim Case", roles: ["developer"], groups: [groups[0]!.id, groups[2]!.id] }]);
  });

  test("takes the columns as the first line names them, or in their usual order", () => {
    const named = bulkOf("Name;E-Mail\nKim;kim@example.com", known);
    const usual = bulkOf("kim@example.com;Kim", known);

    expect(named.lines[0]).toMatchObject({ line: 2, email: "kim@example.com", name: "Kim" });
    expect(usual.lines[0]).toMatchObject({ line: 1, email: "kim@example.com", name: "Kim" });
    expect(bulkOf("email,shoe size\na@b.de,43", known).fault).toMatch(/shoe size/);
  });

  test("says by line what is wrong, before anything is sent", () => {
    expect(faultsIn("email,name,roles,groups\nnobody\n,Kim\nkim@example.com\nKIM@example.com\nADA.brandt@example.com\nigor@example.com\nlee@example.com,,king,Nowhere\nmo@example.com,,,,more")).toEqual([
      [2, "This is not an e-mail address."],
      [3, "The address is missing."],
      [4],
      [5, "The same address stands in line 4."],
      [6, "Has an account already."],
      [7, "Is invited already: send that invitation again instead."],
      [8, "There is no role `king`.", "There is no group `Nowhere`."],
      [9, "There are 5 fields, but 4 columns."],
    ]);
  });

  test("sends the lines in order, and those alone", () => {
    const bulk = bulkOf("nobody\nkim@example.com", known);

    expect(toSend(bulk).map(({ line }) => line)).toEqual([2]);
  });

  test("is no larger than the server takes", () => {
    const text = Array.from({ length: BULK_MOST + 1 }, (_, index) => `p${index}@example.com`).join("\n");

    expect(bulkOf(text, known).fault).toMatch(/500/);
    expect(bulkOf(text.slice(0, text.lastIndexOf("\n")), known).fault).toBeNull();
  });

  test("whose quote is never closed is not guessed at", () => {
    expect(bulkOf('kim@example.com,"Kim', known)).toEqual({ lines: [], fault: "A quote in line 1 is never closed." });
  });

  test("can be mended and read again after a part of it failed", () => {
    const { lines } = bulkOf('kim@example.com,"Case, Kim",developer,Support | Finance', known);
    const [sent] = withResults(lines, [{ email: "kim@example.com", invitation: null, link: null, problem: { code: "taken", detail: "is taken", errors: [] } }]);

    const again = bulkOf(asText([sent!.line]), known);

    expect(again.lines).toEqual(lines);
  });

  test("that was answered short leaves no line without a word", () => {
    const { lines } = bulkOf("kim@example.com\nlee@example.com", known);

    expect(withResults(lines, []).map(({ result }) => result)).toEqual([null, null]);
  });
});

import { array, assert, property, string, tuple } from "fast-check";
import { describe, expect, test } from "vitest";
import { readCsv, separatorOf } from "./csv.ts";

describe("comma-separated text", () => {
  test("keeps the line that each record starts in, whatever lies between", () => {
    const { records } = readCsv('a,b\n\n"c\nd",e\r\nf,g\n');

    expect(records).toEqual([
      { line: 1, fields: ["a", "b"] },
      { line: 3, fields: ["c\nd", "e"] },
      { line: 5, fields: ["f", "g"] },
    ]);
  });

  test("is parted by what its first line is parted by", () => {
    expect(separatorOf("email;name\na,b;c")).toBe(";");
    expect(separatorOf("email\tname")).toBe("\t");
    expect(separatorOf('"a;b;c",d')).toBe(",");
    expect(separatorOf("alone@example.com")).toBe(",");
  });

  test("says where a quote is never closed", () => {
    expect(readCsv('a,b\nc,"d\ne')).toMatchObject({ unclosed: 2 });
  });

  test("has no record for lines without anything in them, and none for the mark of its encoding", () => {
    expect(readCsv("\uFEFFa,b\n , \n\n").records).toEqual([{ line: 1, fields: ["a", "b"] }]);
    expect(readCsv("")).toEqual({ records: [], unclosed: null });
  });

  test("gives back every text that was written as it should be", () => {
    const field = string().map((text) => text.trim());
    assert(
      property(array(tuple(field, field), { minLength: 1 }), (rows) => {
        const written = rows.map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(",")).join("\n");
        const full = rows.filter((row) => row.some((text) => text !== ""));

        expect(readCsv(`"x","y"\n${written}`).records.slice(1).map(({ fields }) => fields)).toEqual(full);
      }),
    );
  });
});

import { describe, expect, test } from "vitest";
import { credentialSent } from "./credential-entry.ts";
import { parseEnvironment } from "./environments.ts";
import { blankSettings, destinationOf } from "./kinds.ts";
import { matchingTables } from "./matching-tables.ts";

describe("a credential that is sent", () => {
  test("is absent when it is kept, so that the server keeps what it has", () => {
    expect(credentialSent({ act: "keep" })).toEqual({});
    expect(credentialSent({ act: "enter", form: "password", name: "", secret: "" })).toEqual({});
  });

  test("is null when it is removed", () => {
    expect(credentialSent({ act: "remove" })).toEqual({ credential: null });
  });

  test("has the shape of its form, and the secret exactly as entered", () => {
    const secret = " a b ";

    expect(credentialSent({ act: "enter", form: "password", name: "x", secret })).toEqual({ credential: { password: secret } });
    expect(credentialSent({ act: "enter", form: "bearer", name: "", secret })).toEqual({ credential: { bearer: secret } });
    expect(credentialSent({ act: "enter", form: "basic", name: " me ", secret })).toEqual({ credential: { basic: { username: "me", password: secret } } });
    expect(credentialSent({ act: "enter", form: "header", name: "X-Key", secret })).toEqual({ credential: { header: { name: "X-Key", value: secret } } });
  });
});

describe("the destination of a datasource", () => {
  const postgres = { kind: "postgres" as const, host: "DB.example", port: 5432, database: "crm", username: "me", tls: "require" as const };

  test("is the same in every spelling of the host", () => {
    expect(destinationOf(postgres)).toBe(destinationOf({ ...postgres, host: " db.example" }));
    const rest = { kind: "rest" as const, headers: [] };
    expect(destinationOf({ ...rest, base_url: "https://API.example/v1" })).toBe(destinationOf({ ...rest, base_url: "https://api.example:443/v2" }));
    expect(destinationOf({ ...rest, base_url: "http://api.example" })).not.toBe(destinationOf({ ...rest, base_url: "https://api.example" }));
  });

  test("is another with another encryption", () => {
    expect(destinationOf({ ...postgres, tls: "disable" })).not.toBe(destinationOf(postgres));
    expect(destinationOf({ ...postgres, tls: "verify_full" })).not.toBe(destinationOf(postgres));
  });

  test("is another with another host or port, and not with another database", () => {
    expect(destinationOf({ ...postgres, host: "other.example" })).not.toBe(destinationOf(postgres));
    expect(destinationOf({ ...postgres, port: 5433 })).not.toBe(destinationOf(postgres));
    expect(destinationOf({ ...postgres, database: "hr" })).toBe(destinationOf(postgres));
  });
});

test("a new datasource starts from the secure choice", () => {
  expect(blankSettings("postgres")).toMatchObject({ tls: "verify_full" });
  expect(blankSettings("sqlite")).toMatchObject({ read_only: true });
});

test("tables are found by their own name and by their columns' names", () => {
  const tables = [
    { schema: "public", name: "customers", columns: [{ name: "email", type: "text" }] },
    { schema: null, name: "tickets", columns: [{ name: "status", type: "text" }] },
  ];
  const found = (text: string) => matchingTables(tables, text).map(({ name }) => name);

  expect(found("EMAIL")).toEqual(["customers"]);
  expect(found("public.")).toEqual(["customers"]);
  expect(found(" ")).toEqual(["customers", "tickets"]);
  expect(found("nothing")).toEqual([]);
});

test("an address names one of the three environments or none", () => {
  expect(parseEnvironment({ environment: "staging" })).toEqual({ environment: "staging" });
  expect(parseEnvironment({ environment: "moon" })).toEqual({});
});

import { administrationState } from "@sallyport/api/mock-administration.ts";
import { expect, test } from "vitest";
import { changeOf, faultsOf as gatewayFaults, formOf, hostOf, isChanged as isGatewayChanged, isOnePlace } from "./gateway-form.ts";
import { domainsOf, faultsOf, isChanged, numberPaths, ranges } from "./policy-form.ts";

const { policy } = administrationState;

test("the policy as it comes has no fault", () => {
  expect(faultsOf(policy)).toBeNull();
});

test("every number of the policy has a range, and what is out of it is said at its field", () => {
  const numbers = (value: unknown, path: string): string[] =>
    typeof value === "number" ? [path] : typeof value === "object" && value !== null && !Array.isArray(value) ? Object.entries(value).flatMap(([name, part]) => numbers(part, path === "" ? name : `${path}.${name}`)) : [];
  const withExpiry = { ...policy, passwords: { ...policy.passwords, expires_after_days: 1 } };

  expect(numbers(withExpiry, "").sort()).toEqual([...numberPaths].sort());
  const off = { ...policy, sessions: { ...policy.sessions, idle_minutes: ranges["sessions.idle_minutes"].least - 1, most: Number.NaN } };
  expect(faultsOf(off)?.fieldError("sessions.idle_minutes")).toBe("is a whole number from 5 to 1,440");
  expect(faultsOf(off)?.fieldError("sessions.most")).toBe("is a whole number from 1 to 100");
});

test("domains are asked for only where registration is open to them", () => {
  const domains = { ...policy, registration: { open_to: "domains" as const, domains: [] } };

  expect(faultsOf(domains)?.fieldError("registration.domains")).toBe("name one at least");
  expect(faultsOf({ ...domains, registration: { open_to: "domains", domains: ["example.com", "localhost"] } })?.fieldError("registration.domains.1")).toMatch(/not a domain/);
  expect(faultsOf({ ...domains, registration: { open_to: "open", domains: [] } })).toBeNull();
  expect(domainsOf("Example.com, @other.example\n\n")).toEqual(["example.com", "other.example"]);
});

test("a policy is changed when any part of it is", () => {
  expect(isChanged(structuredClone(policy), policy)).toBe(false);
  expect(isChanged({ ...policy, second_factor: { ...policy.second_factor, everyone: true } }, policy)).toBe(true);
});

const gateway = { url: "https://sms.example.com/send", method: "POST" as const, headers: [], body: "{{to}} {{text}}", has_secret: true };

test("a stored secret is kept, replaced or removed, and never sent back", () => {
  const form = formOf(gateway);

  expect(isGatewayChanged(form, gateway)).toBe(false);
  expect(changeOf(form)).not.toHaveProperty("secret");
  expect(changeOf({ ...form, secret: "new" }).secret).toBe("new");
  expect(changeOf({ ...form, secret: "" }).secret).toBeNull();
});

test("a gateway's body says where number and message go, and its address is one", () => {
  expect(gatewayFaults(formOf(gateway))).toBeNull();
  expect(gatewayFaults({ ...formOf(gateway), url: "sms.example.com", body: "{{to}}" })?.body.errors?.map(({ path }) => path)).toEqual(["url", "body"]);
  expect(hostOf("https://sms.example.com:8443/x")).toBe("sms.example.com:8443");
  expect(hostOf("nothing")).toBeNull();
});

test("a GET request says in its address what others say in their bodies", () => {
  const get = { ...formOf(gateway), method: "GET" as const };

  expect(gatewayFaults(get)?.body.errors?.map(({ path }) => path)).toEqual(["url", "url"]);
  expect(gatewayFaults({ ...get, url: "https://sms.example.com/send?to={{to}}&text={{ text }}" })).toBeNull();
  expect(changeOf(get).body).toBe("");
});

test("a secret stays with one place, and its encryption belongs to that", () => {
  expect(isOnePlace("https://sms.example.com/a?to={{to}}", "https://sms.example.com:443/b")).toBe(true);
  for (const other of ["http://sms.example.com/", "https://sms.example.com:8443/", "https://example.com/", "nothing"]) expect(isOnePlace("https://sms.example.com/", other)).toBe(false);
});

test("headers without anything in them are not sent", () => {
  const headers = [{ name: "", value: " " }, { name: "X-Sender", value: "Sallyport" }];

  expect(changeOf({ ...formOf(gateway), headers }).headers).toEqual([{ name: "X-Sender", value: "Sallyport" }]);
});

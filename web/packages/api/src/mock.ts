/**
 * A server made of a table of answers, typed by the API's own types, for tests and `npm run preview`. It keeps what it
 * is told until it is thrown away. It decides nothing about rights: only the real server can show that.
 */
import {
  auditRecords,
  checkpoint,
  datasources,
  groups,
  people,
  publicKey,
  whoami,
} from "./mock-data.ts";
import { type AccountState, accountRoutes, accountState } from "./mock-account.ts";
import { type AdministrationState, administrationRoutes, administrationState, noAdministration } from "./mock-administration.ts";
import { Refusal, type Route, found, mint, notFound, page, route } from "./mock-route.ts";
import type { AppSummary, AuditRecord, Datasource, Environment, Group, Person, Whoami } from "./types.ts";

export interface MockState {
  session: Whoami | null;
  people: Person[];
  groups: Group[];
  datasources: Datasource[];
  records: AuditRecord[];
  apps: AppSummary[];
  account: AccountState;
  administration: AdministrationState;
}

export function fullState(): MockState {
  return structuredClone({ session: whoami, people, groups, datasources, records: auditRecords, apps: [], account: accountState(), administration: administrationState });
}

export function emptyState(): MockState {
  return { ...fullState(), people: [], groups: [], datasources: [], records: [], administration: structuredClone(noAdministration) };
}

function sessionRoutes(state: MockState): Route[] {
  return [
    route("get", "/api/v1/session", () => {
      if (state.session !== null) return state.session;
      throw new Refusal({ status: 401, code: "unauthenticated", title: "Not signed in", detail: "nobody is signed in" });
    }),
    route("delete", "/api/v1/session", () => {
      state.session = null;
      return null;
    }),
    route("post", "/api/v1/setup", () => (state.session = structuredClone(whoami))),
    route("get", "/api/v1/apps", () => page(state.apps)),
    route("get", "/api/v1/workspaces", () => page([])),
  ];
}

function fits(person: Person, query: URLSearchParams): boolean {
  const [text, status, role, group, factor] = ["search", "status", "role", "group", "second_factor"].map((name) => query.get(name));
  return (
    `${person.name} ${person.email}`.toLowerCase().includes(text?.toLowerCase() ?? "") &&
    (status === null || person.status === status) &&
    (role === null || person.roles.some((held) => held === role)) &&
    (group === null || person.groups.some(({ id }) => id === group)) &&
    (factor === null || person.second_factor === factor)
  );
}

function peopleRoutes(state: MockState): Route[] {
  const named = (ids: readonly string[]) => state.groups.filter((group) => ids.includes(group.id));
  return [
    route("get", "/api/v1/people", ({ query }) => page(state.people.filter((person) => fits(person, query)))),
    route("post", "/api/v1/people", ({ body }) => {
      if (state.people.some((person) => person.email === body.email)) {
        throw new Refusal({ status: 409, code: "taken", title: "Already taken", detail: `\`${body.email}\` belongs to another person`, errors: [{ path: "email", message: "belongs to another person" }] });
      }
      const { email, name, roles } = body;
      const person: Person = { id: mint("person"), email, name, roles, status: "active", groups: named(body.groups), created_at: "2026-11-22T18:00:00Z", last_sign_in_at: null, email_verified_at: null, password_set_at: "2026-11-22T18:00:00Z", second_factor: "missing", attributes: {} };
      state.people.push(person);
      return person;
    }),
    route("patch", "/api/v1/people/{person}", ({ path, body }) => {
      const person = found(state.people.find((candidate) => candidate.id === path["person"]));
      const { groups: ids, ...rest } = body;
      return Object.assign(person, rest, Array.isArray(ids) ? { groups: named(ids) } : {});
    }),
    route("get", "/api/v1/groups", () => page(state.groups)),
    route("post", "/api/v1/groups", ({ body }) => {
      const group = { id: mint("group"), name: body.name, parents: [], created_at: "2026-11-22T18:00:00Z" };
      state.groups.push(group);
      return group;
    }),
  ];
}

function datasourceRoutes(state: MockState): Route[] {
  const one = (path: Record<string, string>) => found(state.datasources.find((item) => item.id === path["datasource"]));
  const at = "/api/v1/datasources/{datasource}/environments/{environment}" as const;
  return [
    route("get", "/api/v1/datasources", () => page(state.datasources)),
    route("post", "/api/v1/datasources", ({ body }) => {
      const created: Datasource = { id: mint("datasource"), ...body, created_at: "2026-11-22T18:00:00Z", environments: [], can: ["datasource.rename", "datasource.delete", "destination.configure"] };
      state.datasources.push(created);
      return created;
    }),
    route("get", "/api/v1/datasources/{datasource}", ({ path }) => one(path)),
    route("patch", "/api/v1/datasources/{datasource}", ({ path, body }) => Object.assign(one(path), body)),
    route("delete", "/api/v1/datasources/{datasource}", ({ path }) => {
      state.datasources = state.datasources.filter((item) => item !== one(path));
      return null;
    }),
    route("put", at, ({ path, body }) => {
      const datasource = one(path);
      const environment = (path["environment"] ?? "") as Environment;
      const before = datasource.environments.find((item) => item.environment === environment);
      const host = (settings: object | undefined) => (settings !== undefined && "host" in settings ? settings.host : undefined);
      if (before?.has_credential === true && body.credential === undefined && host(before.settings) !== host(body.settings)) {
        throw new Refusal({ status: 422, code: "credential_bound_to_destination", title: "The credential belongs to another destination", detail: "the stored credential was given for another host and is not sent elsewhere", hint: "enter the credential for the new host" });
      }
      const has = body.credential === undefined ? (before?.has_credential ?? false) : body.credential !== null;
      datasource.environments = [
        ...datasource.environments.filter((item) => item !== before),
        { environment, settings: body.settings, has_credential: has, can: ["destination.test", "datasource.query"] },
      ];
      return datasource;
    }),
    route("post", `${at}/test`, ({ path }) => ({
      ok: one(path).kind !== "rest",
      elapsed_ms: 12.4,
      warnings: one(path).kind === "rest" ? [] : [{ code: "can_change_schema", text: "the login can change the schema: use one without that right" }],
      problem: one(path).kind === "rest" ? { type: "/problems/unavailable", title: "The destination does not answer", status: 503, code: "unavailable", detail: "the connection to `billing.example.com` timed out", hint: "check the address and that this server may reach it", request_id: "req_2", errors: [] } : null,
    })),
    route("get", `${at}/schema`, () => ({
      tables: ["customers", "tickets", "transactions"].map((name) => ({
        schema: "public",
        name,
        columns: [{ name: "id", type: "bigint" }, { name: "created_at", type: "timestamptz" }, { name: "status", type: "text" }],
      })),
    })),
  ];
}

function matches(record: AuditRecord, query: URLSearchParams): boolean {
  const is = (name: string, ...values: (string | undefined)[]) => {
    const wanted = query.get(name);
    return wanted === null || values.includes(wanted);
  };
  return (
    is("actor", record.actor.id ?? "") &&
    is("action", record.action) &&
    is("object", record.object?.id) &&
    is("outcome", record.outcome) &&
    record.at >= (query.get("from") ?? "") &&
    record.at <= (query.get("to") ?? "9")
  );
}

function auditRoutes(state: MockState): Route[] {
  return [
    route("get", "/api/v1/audit/records", ({ query }) => {
      const kept = state.records.filter((record) => matches(record, query));
      const start = Number(query.get("cursor") ?? 0);
      const end = start + Number(query.get("limit") ?? 50);
      return { items: kept.slice(start, end), next: end < kept.length ? String(end) : null };
    }),
    route("get", "/api/v1/audit/records/{record}", ({ path }) => {
      const record = found(state.records.find((item) => item.id === path["record"]));
      const hashes = ["0h9YcKxO5Yc4pXl2d0gqfJm2q6cCw8d0nZ0r6sXk1yI=", "mN3v2b1c0x9z8l7k6j5h4g3f2d1s0a9p8o7i6u5y4t3="];
      return { record, body: "eyJ2IjoxfQ==", proof: record.leaf_index === null ? null : { leaf_index: record.leaf_index, tree_size: 1000, hashes, checkpoint } };
    }),
    route("get", "/api/v1/audit/checkpoint", () => ({ checkpoint, public_key: publicKey })),
  ];
}

function answerWith(method: string, body: unknown): Response {
  if (body === null) return new Response(null, { status: 204 });
  return Response.json(body, { status: method === "POST" ? 201 : 200 });
}

function refuse(error: unknown): Response {
  if (!(error instanceof Refusal)) throw error;
  const headers = { "content-type": "application/problem+json" };
  return new Response(JSON.stringify(error.problem), { status: error.problem.status ?? 500, headers });
}

/** Takes requests as `fetch` does. */
export function mockServer(state: MockState = fullState()): (request: Request) => Promise<Response> {
  const routes = [sessionRoutes, accountRoutes, peopleRoutes, datasourceRoutes, auditRoutes, administrationRoutes].flatMap((lines) => lines(state));
  return async (request) => {
    const url = new URL(request.url);
    const known = routes.find(
      (candidate) => candidate.method === request.method.toLowerCase() && candidate.pattern.test(url.pathname),
    );
    try {
      if (known === undefined) throw notFound();
      const text = await request.text();
      const path = known.pattern.exec(url.pathname)?.groups ?? {};
      return answerWith(request.method, known.handle(path, url.searchParams, text === "" ? null : JSON.parse(text)));
    } catch (error) {
      return refuse(error);
    }
  };
}

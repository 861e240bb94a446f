import { beforeEach, describe, expect, test, vi } from "vitest";
import { can, canAny, type WithAbilities } from "./abilities.ts";
import { onSignedOut } from "./client.ts";
import { configureDatasource } from "./datasources.ts";
import { fullState, mockServer } from "./mock.ts";
import { allPages } from "./pages.ts";
import { changePerson, createPerson, grantApp, grantQuery, grantWorkspace } from "./people.ts";
import { Problem } from "./problem.ts";
import { mayPass } from "./query-client.ts";
import { runQuery } from "./runs.ts";

const answering = (make: () => Response) => vi.stubGlobal("fetch", () => Promise.resolve(make()));

const problemAnswer = (status: number, body: object) => () =>
  new Response(JSON.stringify(body), { status, headers: { "content-type": "application/problem+json" } });

async function problemFrom(call: Promise<unknown>): Promise<Problem> {
  const error: unknown = await call.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Problem)) throw new Error(`expected a problem, got ${String(error)}`);
  return error;
}

describe("a refused call", () => {
  test("throws what the server said, with its hint and the request id", async () => {
    answering(
      problemAnswer(409, { code: "stale", status: 409, title: "Out of date", detail: "it has changed", hint: "load it again", request_id: "req_7", errors: [] }),
    );

    const problem = await problemFrom(changePerson("person_1", { name: "Ada" }));

    expect(problem).toMatchObject({ code: "stale", status: 409, message: "it has changed", hint: "load it again", requestId: "req_7" });
  });

  test("knows which field each message belongs to, in either spelling of the path", async () => {
    answering(
      problemAnswer(422, { code: "invalid_request", errors: [{ path: "/settings/host", message: "is empty" }, { path: "email", message: "is taken" }] }),
    );

    const problem = await problemFrom(changePerson("person_1", {}));

    expect(problem.fieldError("settings.host")).toBe("is empty");
    expect(problem.fieldError("email")).toBe("is taken");
    expect(problem.fieldError("name")).toBeUndefined();
  });

  test("becomes a problem even when a proxy answered with its own page", async () => {
    answering(() => new Response("<html>Bad gateway</html>", { status: 502, headers: { "content-type": "text/html", "x-request-id": "req_9" } }));

    const problem = await problemFrom(changePerson("person_1", {}));

    expect(problem).toMatchObject({ code: "unexpected", status: 502, requestId: "req_9" });
  });

  test("says that the server cannot be reached when the network fails", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));

    const problem = await problemFrom(changePerson("person_1", {}));

    expect(problem.code).toBe("unreachable");
  });

  test("tells the page when nobody is signed in any more", async () => {
    answering(problemAnswer(401, { code: "unauthenticated", status: 401 }));
    const listener = vi.fn();
    const stop = onSignedOut(listener);

    await problemFrom(changePerson("person_1", {}));
    stop();
    await problemFrom(changePerson("person_1", {}));

    expect(listener).toHaveBeenCalledTimes(1);
  });
});

test("only what may pass by itself is tried again", () => {
  expect(mayPass(0, new Problem({ code: "unavailable", status: 503 }, 503))).toBe(true);
  expect(mayPass(0, new Problem({ code: "unreachable" }, 0))).toBe(true);
  expect(mayPass(0, new Problem({ code: "forbidden" }, 403))).toBe(false);
  expect(mayPass(2, new Problem({ code: "unavailable" }, 503))).toBe(false);
  expect(mayPass(0, new Error("a fault in the page"))).toBe(false);
});

test("a run that breaks off after its first rows is a problem, not a short result", async () => {
  const end = { status: "failed", row_count: 1, truncated: false, elapsed_ms: 3, problem: { code: "query_failed", status: 422, detail: "connection lost" } };
  answering(() => Response.json({ columns: [{ name: "id", type: "integer" }], rows: [[1]], end }));

  const problem = await problemFrom(runQuery("app_1", "query_1", {}));

  expect(problem).toMatchObject({ code: "query_failed", message: "connection lost" });
});

test("a list is read to its last page", async () => {
  const cursors: (string | undefined)[] = [];

  const items = await allPages(({ cursor }) => {
    cursors.push(cursor);
    return Promise.resolve(cursor === undefined ? { items: [1, 2], next: "b" } : { items: [3], next: null });
  });

  expect(items).toEqual([1, 2, 3]);
  expect(cursors).toEqual([undefined, "b"]);
});

test("an ability is what the server lists, and nothing else", () => {
  const app: WithAbilities<"app.view" | "app.edit" | "app.delete"> = { can: ["app.view", "app.edit"] };

  expect(can(app, "app.edit")).toBe(true);
  expect(can(app, "app.delete")).toBe(false);
  expect(can(null, "app.edit")).toBe(false);
  expect(canAny(app, ["app.delete", "app.view"])).toBe(true);
  expect(canAny<string>(undefined, ["app.view"])).toBe(false);
  // @ts-expect-error -- an app never tells of it: asking is a mistake
  expect(can(app, "app.edt")).toBe(false);
});

describe("with the mock server", () => {
  const state = fullState();

  beforeEach(() => {
    const server = mockServer(state);
    vi.stubGlobal("fetch", (request: Request) => server(request));
  });

  test("a taken address is said at its field", async () => {
    const problem = await problemFrom(
      createPerson({ email: "ada.brandt@example.com", name: "Other Ada", password: "long enough words", roles: [], groups: [] }),
    );

    expect(problem.fieldError("email")).toBe("belongs to another person");
  });

  test("a stored credential does not follow to another host", async () => {
    const [crm] = state.datasources;
    const moved = { kind: "postgres" as const, host: "elsewhere.example", port: 5432, database: "crm", username: "sallyport", tls: "require" as const };

    const problem = await problemFrom(configureDatasource(crm!.id, "development", { settings: moved }));

    expect(problem.code).toBe("credential_bound_to_destination");
  });
});

describe("a grant", () => {
  test("names its holder by type and id alone, also where more is known of them", async () => {
    const sent: unknown[] = [];
    vi.stubGlobal("fetch", async (request: Request) => {
      sent.push(await request.json());
      return new Response(null, { status: 204 });
    });
    const listed = { type: "person" as const, id: "person_1", name: "Ada" };

    await grantApp("app_1", listed, null);
    await grantWorkspace("workspace_1", listed, null);
    await grantQuery("app_1", "query_1", listed, null);

    const holder = { principal: { type: "person", id: "person_1" }, level: null };
    expect(sent).toEqual([holder, holder, holder]);
  });
});

import { afterEach, expect, test, vi } from "vitest";
import { createKey, type KeyOrder } from "./account.ts";
import { Problem } from "./problem.ts";
import { type Prover, provideProof } from "./proof.ts";

const order: KeyOrder = { name: "Nightly", permissions: ["read"], expires_at: "2027-01-01T00:00:00Z", addresses: [], apps: [] };
const refused = (code: string) => new Response(JSON.stringify({ code, status: 403, title: code }), { status: 403, headers: { "content-type": "application/problem+json" } });

let stop = () => undefined as void;
afterEach(() => stop());

/** A server that wants proof until somebody has given it. */
function serving(prover: Prover) {
  let proved = false;
  const bodies: string[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    bodies.push(await request.text());
    return proved ? Response.json({ key: { id: "key_1" }, secret: "s" }, { status: 201 }) : refused("proof_required");
  });
  stop = provideProof(async () => (proved = await prover()));
  return bodies;
}

const outcome = (call: Promise<unknown>) => call.then(() => "done", (error: unknown) => (error instanceof Problem ? error.code : String(error)));

test("a call that wants proof is made again, whole, when the proof is given", async () => {
  const ask = vi.fn<Prover>(() => Promise.resolve(true));
  const bodies = serving(ask);

  expect(await outcome(createKey(order))).toBe("done");
  expect(ask).toHaveBeenCalledTimes(1);
  expect(bodies.map((body) => JSON.parse(body) as unknown)).toEqual([order, order]);
});

test("one who would rather not prove it gets nothing done, and no fault to read", async () => {
  const bodies = serving(() => Promise.resolve(false));

  expect(await outcome(createKey(order))).toBe("proof_declined");
  expect(bodies).toHaveLength(1);
});

test("calls that are refused at the same time share one question", async () => {
  const ask = vi.fn<Prover>(() => Promise.resolve(true));
  serving(ask);

  expect(await Promise.all([outcome(createKey(order)), outcome(createKey(order)), outcome(createKey(order))])).toEqual(["done", "done", "done"]);
  expect(ask).toHaveBeenCalledTimes(1);
});

test("a proof that does not help is not asked for again and again", async () => {
  const ask = vi.fn<Prover>(() => Promise.resolve(true));
  vi.stubGlobal("fetch", () => Promise.resolve(refused("proof_required")));
  stop = provideProof(ask);

  expect(await outcome(createKey(order))).toBe("proof_required");
  expect(ask).toHaveBeenCalledTimes(1);
});

test("other refusals ask for nothing", async () => {
  const ask = vi.fn<Prover>(() => Promise.resolve(true));
  vi.stubGlobal("fetch", () => Promise.resolve(refused("forbidden")));
  stop = provideProof(ask);

  expect(await outcome(createKey(order))).toBe("forbidden");
  expect(ask).not.toHaveBeenCalled();
});

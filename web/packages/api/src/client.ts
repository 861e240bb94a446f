/**
 * The one place that speaks HTTP to the server. A call gives its answer or throws a `Problem`; the session is a cookie
 * that script never sees. When a call finds that nobody is signed in, `onSignedOut` is told; when it finds that the
 * sign-in is not complete, `onSignInIncomplete`. A call that takes a fresh proof of who is there waits for the one who
 * can ask for it (`provideProof`) and is then made again.
 */
import createFetchClient from "openapi-fetch";
import { fetchWithProof } from "./proof.ts";
import { Problem, problemOf, unreachable } from "./problem.ts";
import type { paths } from "./schema.d.ts";

type Listener = () => void;
const signedOut = new Set<Listener>();
const incomplete = new Set<Listener>();

/** Tells when a call was answered `unauthenticated`. Gives back the way to stop listening. */
export function onSignedOut(listener: Listener): () => void {
  signedOut.add(listener);
  return () => void signedOut.delete(listener);
}

/** Tells when a call was answered `sign_in_incomplete`. Gives back the way to stop listening. */
export function onSignInIncomplete(listener: Listener): () => void {
  incomplete.add(listener);
  return () => void incomplete.delete(listener);
}

export const client = createFetchClient<paths>({
  baseUrl: globalThis.location?.origin ?? "http://localhost",
  credentials: "same-origin",
  fetch: fetchWithProof,
});

client.use({
  async onResponse({ response }) {
    if (response.ok) return;
    const problem = await problemOf(response);
    if (problem.code === "unauthenticated") for (const listener of signedOut) listener();
    if (problem.code === "sign_in_incomplete") for (const listener of incomplete) listener();
    throw problem;
  },
  onError({ error }) {
    return error instanceof Problem || isAbort(error) ? (error as Error) : unreachable();
  },
});

const isAbort = (error: unknown): boolean => error instanceof DOMException && error.name === "AbortError";

/** The body of an answer that has one. */
export async function answer<Body>(call: Promise<{ data?: Body; response: Response }>): Promise<NonNullable<Body>> {
  const { data, response } = await call;
  if (data === undefined || data === null) {
    throw new Problem({ code: "unexpected", title: "The server's answer is empty" }, response.status);
  }
  return data;
}

/** For an act whose success has no body. */
export async function done(call: Promise<unknown>): Promise<void> {
  await call;
}

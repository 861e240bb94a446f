/**
 * The one place that speaks HTTP to the server. A call gives its answer or throws a `Problem`; the session is a cookie
 * that script never sees. When a call finds that nobody is signed in, `onSignedOut` is told.
 */
import createFetchClient from "openapi-fetch";
import { Problem, problemOf, unreachable } from "./problem.ts";
import type { paths } from "./schema.d.ts";

type Listener = () => void;
const signedOut = new Set<Listener>();

/** Tells when a call was answered `unauthenticated`. Gives back the way to stop listening. */
export function onSignedOut(listener: Listener): () => void {
  signedOut.add(listener);
  return () => void signedOut.delete(listener);
}

export const client = createFetchClient<paths>({
  baseUrl: globalThis.location?.origin ?? "http://localhost",
  credentials: "same-origin",
  // looked up at each call, so that a test can put its own server in place
  fetch: (request) => globalThis.fetch(request),
});

client.use({
  async onResponse({ response }) {
    if (response.ok) return;
    const problem = await problemOf(response);
    if (problem.code === "unauthenticated") for (const listener of signedOut) listener();
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

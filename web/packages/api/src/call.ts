/**
 * Calls of operations whose types are written by hand here, beside the noun that they belong to. They go through the
 * same client as all others: its cookie, its problems, and whatever stands between a refusal and its repetition.
 */
import { answer, client, done } from "./client.ts";

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

interface Parts {
  path?: Record<string, string>;
  query?: object;
  body?: unknown;
  signal?: AbortSignal;
}

type Untyped = { request: (method: Lowercase<Method>, path: string, init: object) => Promise<{ data?: unknown; response: Response }> };

function send(method: Method, path: string, { path: named, query, body, signal }: Parts): Promise<{ data?: unknown; response: Response }> {
  const params = { ...(named === undefined ? {} : { path: named }), ...(query === undefined ? {} : { query }) };
  const init = { params, ...(body === undefined ? {} : { body }), ...(signal === undefined ? {} : { signal }) };
  return (client as unknown as Untyped).request(method.toLowerCase() as Lowercase<Method>, `/api/v1${path}`, init);
}

/** The body of the answer. */
export const ask = <Body>(method: Method, path: string, parts: Parts = {}): Promise<Body> =>
  answer(send(method, path, parts) as Promise<{ data?: Body; response: Response }>) as Promise<Body>;

/** For an act whose success has no body. */
export const act = (method: Method, path: string, parts: Parts = {}): Promise<void> => done(send(method, path, parts));

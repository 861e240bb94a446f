/** The lines of a mock server's table, and how one of them refuses. */
import type { ProblemBody } from "./problem.ts";
import type { paths } from "./schema.d.ts";

type Method = "get" | "post" | "put" | "patch" | "delete";
type JsonOf<Answers> = Answers extends { 200: { content: { "application/json": infer Body } } }
  ? Body
  : Answers extends { 201: { content: { "application/json": infer Body } } }
    ? Body
    : null;
type BodyOf<Operation> = Operation extends { requestBody: { content: { "application/json": infer Body } } } ? Body : null;
type AnswerOf<Operation> = Operation extends { responses: infer Answers } ? JsonOf<Answers> : never;

interface Call<Operation> {
  path: Record<string, string>;
  query: URLSearchParams;
  body: BodyOf<Operation>;
}

export interface Route {
  method: Method;
  pattern: RegExp;
  handle: (path: Record<string, string>, query: URLSearchParams, body: unknown) => unknown;
}

const patternOf = (path: string): RegExp => new RegExp(`^${path.replaceAll(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`);

/** One line of the table. */
export function route<Path extends keyof paths, Verb extends keyof paths[Path] & Method>(
  method: Verb,
  path: Path,
  handle: (call: Call<paths[Path][Verb]>) => AnswerOf<paths[Path][Verb]>,
): Route {
  return {
    method,
    pattern: patternOf(path),
    handle: (parameters, query, body) =>
      handle({ path: parameters, query, body: body as BodyOf<paths[Path][Verb]> }),
  };
}

type Free = (call: { path: Record<string, string>; query: URLSearchParams; body: Record<string, unknown> }) => unknown;

/** A line whose types are written by hand beside its noun. */
export function freeRoute(method: Method, path: string, handle: Free): Route {
  return {
    method,
    pattern: patternOf(`/api/v1${path}`),
    handle: (parameters, query, body) => handle({ path: parameters, query, body: (body ?? {}) as Record<string, unknown> }),
  };
}

export class Refusal extends Error {
  readonly problem: Partial<ProblemBody>;
  constructor(problem: Partial<ProblemBody>) {
    super(problem.title);
    this.problem = { request_id: "req_00000000000000000000000000000001", ...problem };
  }
}

export const notFound = () => new Refusal({ status: 404, code: "not_found", title: "Not found", detail: "there is nothing here" });

export function found<Item>(item: Item | undefined): Item {
  if (item === undefined) throw notFound();
  return item;
}

export const page = <Item>(items: Item[]) => ({ items, next: null });

let minted = 0;
export const mint = (kind: string): string => `${kind}_${(0xabc000 + ++minted).toString(16).padStart(32, "0")}`;

/**
 * What went wrong, as the server says it (RFC 9457). Everything a screen needs to tell the person: what happened, what
 * to do next, and the number under which the server's log has it.
 */
import type { components } from "./schema.d.ts";

export type ProblemBody = components["schemas"]["Problem"];

export class Problem extends Error {
  override readonly name = "Problem";
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly hint: string | null;
  readonly requestId: string | null;
  /** After how many seconds it may be asked again, where the server said so. */
  readonly retryAfter: number | null;
  readonly body: Partial<ProblemBody>;

  constructor(body: Partial<ProblemBody>, status: number, retryAfter: number | null = null) {
    super(body.detail || body.title || "the server did not say what went wrong");
    this.code = body.code ?? "unexpected";
    this.status = body.status ?? status;
    this.title = body.title || "Something went wrong";
    this.hint = body.hint ?? null;
    this.requestId = body.request_id ?? null;
    this.retryAfter = retryAfter;
    this.body = body;
  }

  /** The message for one field of the request, by its path (`email`, `settings.host`). */
  fieldError(path: string): string | undefined {
    return this.body.errors?.find((error) => error.path.replace(/^[/.]/, "").replaceAll("/", ".") === path)?.message;
  }
}

/** What a form can tell is wrong before it asks the server; said like what the server finds. */
export function faultAt(path: string, message: string): Problem {
  return new Problem({ code: "invalid_request", title: "Something in the form is not right", errors: [{ path, message }] }, 422);
}

/** What a page cannot go on with, in words for the person who is there. */
export function halted(title: string, detail: string, hint: string): Problem {
  return new Problem({ code: "halted", title, detail, hint }, 0);
}

/** The network, not the server: nothing is known of what became of the request. */
export function unreachable(): Problem {
  return new Problem(
    {
      code: "unreachable",
      title: "The server cannot be reached",
      detail: "the request did not get through",
      hint: "check the connection, then try again",
    },
    0,
  );
}

/** The person was asked to prove who they are, and chose not to: nothing was done, and there is nothing to say about it. */
export function proofDeclined(): Problem {
  return new Problem({ code: "proof_declined", title: "Not done", detail: "you did not prove who you are, so nothing was done" }, 0);
}

/** `Retry-After` in seconds; the other form, a date, is not one that this server sends. */
function secondsIn(header: string | null): number | null {
  const seconds = header === null ? Number.NaN : Number(header);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.ceil(seconds) : null;
}

const isBody = (value: unknown): value is Partial<ProblemBody> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Reads a failed answer; one that is not a problem document (a proxy's page) still becomes a problem. */
export async function problemOf(response: Response): Promise<Problem> {
  const requestId = response.headers.get("x-request-id");
  const described = response.headers.get("content-type")?.includes("json") ?? false;
  const body: unknown = described ? await response.json().catch(() => null) : null;
  const known = isBody(body) ? body : { title: `The server answered ${response.status}` };
  const numbered = known.request_id === undefined && requestId !== null ? { ...known, request_id: requestId } : known;
  return new Problem(numbered, response.status, secondsIn(response.headers.get("retry-after")));
}

export const isProblem = (error: unknown, code?: string): error is Problem =>
  error instanceof Problem && (code === undefined || error.code === code);

import { faultAt, isProblem } from "@sallyport/api/problem.ts";

/** What is refused because somebody has it already, said at the field that names it: the server knows of one such thing alone. */
export function takenAt(error: unknown, path: string, message: string): unknown {
  return isProblem(error, "taken") && (error.body.errors ?? []).length === 0 ? faultAt(path, message) : error;
}

/** A problem in the words of a screen: what happened and what to do next, as whole sentences. */
import { Problem } from "@sallyport/api/problem.ts";

export function sentence(text: string): string {
  const trimmed = text.trim();
  if (trimmed === "") return "";
  const start = trimmed.charAt(0).toUpperCase() + trimmed.slice(1);
  return /[.!?…]$/.test(start) ? start : `${start}.`;
}

/** What is wrong with one field of a form, if the server said so. */
export function fieldText(error: unknown, path: string): string | null {
  const message = error instanceof Problem ? error.fieldError(path) : undefined;
  return message === undefined ? null : sentence(message);
}

/** Whether everything that is wrong is said at one of these fields already. */
export function saidAtFields(error: unknown, fields: readonly string[]): boolean {
  if (!(error instanceof Problem)) return false;
  const said = fields.filter((field) => error.fieldError(field) !== undefined).length;
  return said > 0 && said >= (error.body.errors?.length ?? 0);
}

export function problemText(error: unknown): string {
  if (!(error instanceof Problem)) return "This page met a fault of its own. Reload it and try again.";
  // how long to wait is counted down beside it
  const hint = error.retryAfter === null ? (error.hint ?? "") : "";
  return [error.message, hint].map(sentence).filter(Boolean).join(" ");
}

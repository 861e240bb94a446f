/** A problem in the words of a screen: what happened and what to do next, as whole sentences. */
import { Problem } from "@sallyport/api/problem.ts";

export function sentence(text: string): string {
  const trimmed = text.trim();
  if (trimmed === "") return "";
  const start = trimmed.charAt(0).toUpperCase() + trimmed.slice(1);
  return /[.!?…]$/.test(start) ? start : `${start}.`;
}

export function problemText(error: unknown): string {
  if (!(error instanceof Problem)) return "This page met a fault of its own. Reload it and try again.";
  return [error.message, error.hint ?? ""].map(sentence).filter(Boolean).join(" ");
}

/** Words that nearly every company uses for a state, and what they mean. A word that is not here is neutral. */
const TONES: { readonly [tone: string]: readonly string[] } = {
  success: ["active", "ok", "paid", "resolved", "completed", "complete", "done", "success", "succeeded", "approved", "verified", "healthy", "settled"],
  warning: ["pending", "waiting", "on hold", "on_hold", "past due", "past_due", "trial", "in review", "in_review", "high", "paused", "expiring"],
  error: ["failed", "error", "blocked", "suspended", "overdue", "urgent", "rejected", "declined", "disputed", "critical", "disabled", "churned"],
  info: ["open", "new", "in progress", "in_progress", "processing", "refunded"],
};

/** A state as people write it: `past_due` is what the database calls it. */
export function tagText(text: string): string {
  return /^[a-z][a-z0-9_]*$/.test(text) ? `${text.charAt(0).toUpperCase()}${text.slice(1).replaceAll("_", " ")}` : text;
}

const toneOfWord = new Map(Object.entries(TONES).flatMap(([tone, words]) => words.map((word) => [word, tone] as const)));

export function tagTone(text: string): string {
  return toneOfWord.get(text.toLowerCase()) ?? "neutral";
}

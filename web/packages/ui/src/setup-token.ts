/** The token of the set-up link rides in the fragment, which no server or proxy ever sees in a log. */
export function setupToken(fragment: string): string | null {
  const token = new URLSearchParams(fragment.replace(/^#/, "")).get("token");
  return token === null || token === "" ? null : token;
}

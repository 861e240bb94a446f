/**
 * The secret of a link rides in the fragment, which no server and no proxy ever sees. It is taken out of the address bar
 * at once: from there it would get into the history, into bookmarks and onto shared screens.
 */
export function readToken(fragment: string): string | null {
  return new URLSearchParams(fragment.replace(/^#/, "")).get("token") || null;
}

export function takeToken(place: Pick<Location, "hash" | "pathname" | "search">, past: Pick<History, "replaceState">): string | null {
  const token = readToken(place.hash);
  if (token !== null) past.replaceState(null, "", `${place.pathname}${place.search}`);
  return token;
}

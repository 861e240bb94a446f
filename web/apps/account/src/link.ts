/**
 * The secret of a link rides in the fragment, which no server and no proxy ever sees. It is taken out of the address bar
 * at once: from there it would get into the history, into bookmarks and onto shared screens.
 */
export interface Link {
  token: string | null;
  /** What kind of link it is, where one page serves several. */
  what: string | null;
}

export function readLink(fragment: string): Link {
  const parts = new URLSearchParams(fragment.replace(/^#/, ""));
  const text = (name: string) => parts.get(name) || null;
  return { token: text("token"), what: text("what") };
}

export function takeLink(place: Pick<Location, "hash" | "pathname" | "search">, past: Pick<History, "replaceState">): Link {
  const link = readLink(place.hash);
  if (link.token !== null) past.replaceState(null, "", `${place.pathname}${place.search}`);
  return link;
}

/** Where the viewer is: `/apps/{app}/{page name}?params`. The address holds the page and its parameters, so that it can be shared. */
import { useSyncExternalStore } from "react";

export type Address = {
  readonly app: string;
  /** `null`: the app's home. */
  readonly page: string | null;
  readonly params: { readonly [name: string]: string };
  /** `?_bar=off` leaves the bar out, for a page inside another one. */
  readonly bar: boolean;
};

const BAR = "_bar";

export function parseAddress(path: string, search: string): Address {
  const [, , app = "", page = ""] = path.split("/").map(decode);
  const params = Object.fromEntries(new URLSearchParams(search));
  const bar = params[BAR] !== "off";
  delete params[BAR];
  return { app, page: page === "" ? null : page, params, bar };
}

export function formatAddress(address: Address): string {
  const search = new URLSearchParams(address.params);
  if (!address.bar) search.set(BAR, "off");
  const query = search.toString();
  const page = address.page === null ? "" : `/${encodeURIComponent(address.page)}`;
  return `/apps/${encodeURIComponent(address.app)}${page}${query === "" ? "" : `?${query}`}`;
}

const listeners = new Set<() => void>();

export function go(address: Address): void {
  history.pushState(null, "", formatAddress(address));
  window.scrollTo(0, 0);
  for (const listener of listeners) listener();
}

/** The address now, outside of rendering. */
export function here(): Address {
  return parseAddress(location.pathname, location.search);
}

export function useAddress(): Address {
  const text = useSyncExternalStore(subscribe, () => `${location.pathname}${location.search}`);
  const [path = "", search = ""] = text.split(/\?(.*)/s);
  return parseAddress(path, search);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("popstate", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("popstate", listener);
  };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

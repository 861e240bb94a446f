/** Which part of the account the address names. Five addresses need no router. */
import { IconDevices, IconKey, IconShieldLock, IconUser } from "@tabler/icons-react";
import { type MouseEvent, useSyncExternalStore } from "react";

export const places = [
  { path: "/account", label: "Profile", Icon: IconUser },
  { path: "/account/security", label: "Sign-in", Icon: IconShieldLock },
  { path: "/account/sessions", label: "Sessions", Icon: IconDevices },
  { path: "/account/keys", label: "API keys", Icon: IconKey },
] as const;

export type Place = (typeof places)[number];

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  globalThis.addEventListener("popstate", listener);
  return () => {
    listeners.delete(listener);
    globalThis.removeEventListener("popstate", listener);
  };
}

export const placeAt = (path: string): Place | undefined => places.find((place) => place.path === path.replace(/\/$/, ""));

export const usePlace = (): Place | undefined => placeAt(useSyncExternalStore(subscribe, () => location.pathname));

/** A real link, so that it can be opened in a tab of its own; a plain click stays in the page. */
export function linkTo(path: string) {
  return {
    href: path,
    onClick: (event: MouseEvent) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button !== 0) return;
      event.preventDefault();
      history.pushState(null, "", path);
      for (const listener of listeners) listener();
    },
  };
}

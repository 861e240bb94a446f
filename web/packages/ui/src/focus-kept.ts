/**
 * When the thing that has the focus goes away (a row whose session was ended, a list that is empty now, a dialog together with
 * the row that it was opened from), the focus goes to what is nearest to where it was, and not to nowhere: whoever works by
 * keyboard goes on from there.
 */
import { useEffect } from "react";

const focusable = 'a[href], button:not(:disabled), input:not(:disabled), textarea:not(:disabled), select:not(:disabled), [tabindex="0"]';

/** The first that can take it, in the smallest part of the page that is still there. */
export function heirOf(trail: readonly Element[]): HTMLElement | null {
  for (const part of trail) {
    if (!part.isConnected) continue;
    const heir = part.matches(focusable) ? (part as HTMLElement) : part.querySelector<HTMLElement>(focusable);
    if (heir !== null) return heir;
  }
  return null;
}

/** Dialogs lie no deeper than this upon each other and the page. */
const DEPTH = 4;

/** From what has the focus outwards: up to the dialog that it is in, or to the page as a whole, which is nobody's neighbourhood. */
function trailOf(event: FocusEvent): Element[] {
  const path = event.composedPath().filter((part): part is Element => part instanceof Element && !part.contains(document.body));
  const dialog = path.findIndex((part) => part.getAttribute("role") === "dialog");
  return dialog === -1 ? path : path.slice(0, dialog + 1);
}

export function useFocusKept(): void {
  useEffect(() => {
    // the latest first; one for the page and one for each dialog
    let trails: Element[][] = [];
    const remember = (event: FocusEvent) => {
      const trail = trailOf(event);
      trails = [trail, ...trails.filter((other) => other.at(-1) !== trail.at(-1))].slice(0, DEPTH);
    };
    const keep = () => {
      const last = trails[0]?.[0];
      const nowhere = document.activeElement === null || document.activeElement === document.body;
      if (!nowhere || last === undefined || last.isConnected) return;
      const heirs = trails.map(heirOf);
      const nearest = heirs.findIndex((heir) => heir !== null);
      // what was tried is not tried again; what lies further back may be needed yet, when a dialog goes away piece by piece
      trails = nearest === -1 ? [] : trails.slice(nearest + 1);
      heirs[nearest]?.focus();
    };
    const observer = new MutationObserver(keep);
    observer.observe(document.body, { childList: true, subtree: true });
    document.addEventListener("focusin", remember);
    return () => {
      observer.disconnect();
      document.removeEventListener("focusin", remember);
    };
  }, []);
}

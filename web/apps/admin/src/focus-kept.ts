/**
 * When the thing that has the focus goes away (a row whose session was ended, a list that is empty now), the focus goes to what is
 * nearest to where it was, and not to nowhere: whoever works by keyboard goes on from there.
 */
import { useEffect } from "react";

const focusable = 'a[href], button:not(:disabled), input:not(:disabled), textarea:not(:disabled), select:not(:disabled), [tabindex="0"]';

/** The first that can take it, in the smallest part of the page that is still there. */
export function heirOf(trail: readonly Element[]): HTMLElement | null {
  for (const part of trail) {
    const heir = part.isConnected ? part.querySelector<HTMLElement>(focusable) : null;
    if (heir !== null) return heir;
  }
  return null;
}

export function useFocusKept(): void {
  useEffect(() => {
    let trail: Element[] = [];
    const remember = (event: FocusEvent) => {
      // a dialog that closes gives the focus back by itself: the page as a whole is nobody's neighbourhood
      trail = event.composedPath().filter((part): part is Element => part instanceof Element && !part.contains(document.body));
    };
    const keep = () => {
      const [last] = trail;
      const nowhere = document.activeElement === null || document.activeElement === document.body;
      if (!nowhere || last === undefined || last.isConnected) return;
      const heir = heirOf(trail);
      trail = [];
      heir?.focus();
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

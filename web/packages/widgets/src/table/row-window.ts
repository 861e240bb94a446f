/** Which rows are in sight. All rows are of one height, so this is a division and needs no library. */
import { useLayoutEffect, useState, type RefObject } from "react";

export type RowWindow = { readonly first: number; readonly last: number };

/** Rows kept on either side, so that a quick scroll finds them drawn. */
const SPARE = 8;

/** Drawn before the height is known. */
const AT_FIRST = 24;

export function rowsInSight(scrollTop: number, height: number, rowHeight: number, count: number): RowWindow {
  const first = Math.max(0, Math.floor(scrollTop / rowHeight) - SPARE);
  const last = Math.min(count, Math.ceil((scrollTop + height) / rowHeight) + SPARE);
  return { first: Math.min(first, last), last };
}

/** Follows an element's scrolling; renders again only when other rows come into sight. */
export function useRowWindow(scroller: RefObject<HTMLElement | null>, rowHeight: number, count: number): RowWindow {
  const [seen, setSeen] = useState<RowWindow>({ first: 0, last: AT_FIRST });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const measure = () => {
      // not cut to the rows that are there, so that rows that come later in sight need no measuring
      const next = rowsInSight(element.scrollTop, element.clientHeight, rowHeight, Number.POSITIVE_INFINITY);
      // a few rows of slack: not every row that passes is worth a rendering
      setSeen((now) => (Math.abs(now.first - next.first) < SPARE / 2 && Math.abs(now.last - next.last) < SPARE / 2 ? now : next));
    };
    // the observer tells the first size as well
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener("scroll", measure, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", measure);
    };
  }, [scroller, rowHeight]);
  return { first: Math.min(seen.first, count), last: Math.min(seen.last, count) };
}

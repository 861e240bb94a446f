/** The heading of the first level: a page has one, and it is what its builder wrote on it, if that is a heading. */
import type { ViewWidget } from "@sallyport/runtime/view.ts";

/** The first heading that stands on the page itself and is always shown. */
export function headingOf(widgets: readonly ViewWidget[], page: string): ViewWidget | null {
  return (
    widgets
      .filter((widget) => widget.page === page && widget.parent === null && isHeading(widget))
      .toSorted((a, b) => a.layout.y - b.layout.y || a.layout.x - b.layout.x)[0] ?? null
  );
}

function isHeading({ type, properties }: ViewWidget): boolean {
  return type === "text" && properties["variant"] === "heading" && (properties["hidden"] ?? false) === false;
}

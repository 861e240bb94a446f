/** The widgets of a page as the outline lists them: in reading order, children under their parents. */
import type { Document, PageId, WidgetId, WidgetRecord } from "@sallyport/document/records.ts";
import { childrenOf, widgetsOf } from "@sallyport/document/tree.ts";

export interface Line {
  readonly widget: WidgetRecord;
  readonly depth: number;
}

export function linesOf(document: Document, page: PageId | null): Line[] {
  const walk = (widget: WidgetRecord, depth: number): Line[] => [
    { widget, depth },
    ...childrenOf(document, widget.id).flatMap((child) => walk(child, depth + 1)),
  ];
  return widgetsOf(document)
    .filter((widget) => widget.page === page && widget.parent === null)
    .sort((a, b) => a.layout.y - b.layout.y || a.layout.x - b.layout.x)
    .flatMap((widget) => walk(widget, 0));
}

export function toggled(selection: readonly WidgetId[], id: WidgetId): readonly WidgetId[] {
  return selection.includes(id) ? selection.filter((other) => other !== id) : [...selection, id];
}

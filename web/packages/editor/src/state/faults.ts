/** From what is wrong to the part at fault: one way there for the canvas, the inspector and the query's result. */
import type { Document, QueryRecord, FunctionRecord, WidgetRecord } from "@sallyport/document/records.ts";
import { functionsOf, queriesOf, widgetOf, widgetsOf } from "@sallyport/document/tree.ts";
import type { FaultLinks } from "@sallyport/renderer/renderer-context.ts";
import { definitionOf } from "@sallyport/widgets/definitions.ts";
import type { EditorStore, InspectorTab } from "./editor-store.ts";

/** Where the inspector has the property. */
export function tabOf(type: string, property: string): InspectorTab {
  const section = definitionOf(type)?.properties.find(({ key }) => key === property)?.section;
  return section === "layout" || section === "style" ? section : "content";
}

export function faultLinks(store: EditorStore): FaultLinks {
  return {
    property: (widget, property) => {
      const record = widgetOf(store.get().document, widget);
      if (record) store.reveal(record.id, property, tabOf(record.type, property));
    },
    query: (query) => store.set({ open: query }),
  };
}

export type Named = WidgetRecord | QueryRecord | FunctionRecord;

/** Opens a part of the app in the place where it is changed. */
export function openPart(store: EditorStore, part: Named): void {
  if (part.kind !== "widget") store.set({ open: part.id });
  else {
    store.select([part.id]);
    store.set({ inspector: true });
  }
}

export interface Piece {
  readonly text: string;
  /** What the text names, if it names a part of the app. */
  readonly part: Named | null;
}

/** A message in pieces: what it names between back ticks, by itself or with a path, is a part of the app or not. */
export function piecesOf(message: string, document: Document): readonly Piece[] {
  const named = new Map<string, Named>([...widgetsOf(document), ...queriesOf(document), ...functionsOf(document)].map((record) => [record.name, record]));
  return message.split(/(`[^`]+`)/).flatMap((text): Piece[] => {
    if (text === "") return [];
    const [, name] = /^`([A-Za-z_$][\w$]*)/.exec(text) ?? [];
    return [{ text, part: (name !== undefined && named.get(name)) || null }];
  });
}

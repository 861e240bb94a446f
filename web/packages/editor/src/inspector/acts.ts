/** Acts as people read them, and how one becomes another. */
import type { Act, ActType, Document } from "@sallyport/document/records.ts";
import { pagesOf, queriesOf, widgetsOf } from "@sallyport/document/tree.ts";
import { definitionOf } from "@sallyport/widgets/definitions.ts";

export const ACT_TITLES: Readonly<Record<ActType, string>> = {
  run_query: "Run a query",
  set_value: "Set a value",
  navigate: "Go to a page",
  notify: "Show a notice",
  open: "Open",
  close: "Close",
  confirm: "Ask first",
  copy: "Copy to the clipboard",
  reset: "Reset",
};

/** A fresh act of that type with the first fitting target; `null` if the app has none. Texts are carried over. */
export function changeType(document: Document, from: Act | null, type: ActType): Act;
export function changeType(document: Document, from: null, type: ActType): Act | null;
export function changeType(document: Document, from: Act | null, type: ActType): Act | null {
  const message = from && "message" in from ? from.message : "";
  const widgets = widgetsOf(document);
  const fitting = (isFit: (of: string) => boolean) => widgets.find((widget) => isFit(widget.type))?.id;
  switch (type) {
    case "run_query": {
      const query = queriesOf(document)[0]?.id;
      return query === undefined ? null : { type, query };
    }
    case "navigate": {
      const page = pagesOf(document)[0]?.id;
      return page === undefined ? null : { type, page, params: {} };
    }
    case "open":
    case "close": {
      const widget = fitting((of) => definitionOf(of)?.opens === true);
      return widget === undefined ? null : { type, widget };
    }
    case "set_value": {
      const widget = fitting((of) => (definitionOf(of)?.value_key ?? null) !== null);
      return widget === undefined ? null : { type, widget, value: "" };
    }
    case "reset": {
      const widget = fitting((of) => (definitionOf(of)?.value_key ?? null) !== null) ?? widgets[0]?.id;
      return widget === undefined ? null : { type, widget };
    }
    case "notify":
      return { type, message, tone: "info" };
    case "confirm":
      return { type, message };
    case "copy":
      return { type, value: "" };
  }
}

/** "Run customers", "Go to Detail": an act in a line. */
export function actLine(document: Document, act: Act): string {
  const nameOf = (id: string): string => {
    const record = document.records[id];
    if (!record) return "something that is gone";
    return record.kind === "page" ? record.title : record.name;
  };
  switch (act.type) {
    case "run_query":
      return `Run ${nameOf(act.query)}`;
    case "set_value":
      return `Set ${nameOf(act.widget)}`;
    case "navigate":
      return `Go to ${nameOf(act.page)}`;
    case "open":
      return `Open ${nameOf(act.widget)}`;
    case "close":
      return `Close ${nameOf(act.widget)}`;
    case "reset":
      return `Reset ${nameOf(act.widget)}`;
    case "notify":
      return act.message === "" ? "Show a notice" : `Show “${act.message}”`;
    case "confirm":
      return act.message === "" ? "Ask first" : `Ask “${act.message}”`;
    case "copy":
      return act.value === "" ? "Copy" : `Copy ${act.value}`;
  }
}

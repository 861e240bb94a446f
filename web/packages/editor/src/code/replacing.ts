/**
 * Typing over a selection, without the browser's own editing: it would carry the colours of the replaced text over in a `style`
 * attribute, which the page's policy forbids (and reports).
 */
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

export const replacing: Extension = EditorView.domEventHandlers({
  beforeinput: (event, view) => {
    const text = event.data;
    // What the browser is about to replace: the editor may not have heard yet of what was selected just now.
    const selection = document.getSelection();
    const range = event.getTargetRanges()[0] ?? (selection?.rangeCount ? selection.getRangeAt(0) : undefined);
    if (event.inputType !== "insertText" || text === null || range === undefined || range.collapsed || view.composing) return false;
    if (!view.contentDOM.contains(range.startContainer) || !view.contentDOM.contains(range.endContainer)) return false;
    event.preventDefault();
    const from = view.posAtDOM(range.startContainer, range.startOffset);
    const to = view.posAtDOM(range.endContainer, range.endOffset);
    const insert = () =>
      view.state.update({ changes: { from, to, insert: text }, selection: { anchor: from + text.length }, userEvent: "input.type", scrollIntoView: true });
    // closing brackets and their like still have their say
    const isHandled = view.state.facet(EditorView.inputHandler).some((handle) => handle(view, from, to, text, insert));
    if (!isHandled) view.dispatch(insert());
    return true;
  },
});

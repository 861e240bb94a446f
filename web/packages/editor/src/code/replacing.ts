/**
 * Typing over a selection, without the browser's own editing: it would carry the colours of the replaced text over in a `style`
 * attribute, which the page's policy forbids (and reports).
 */
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

export const replacing: Extension = EditorView.domEventHandlers({
  beforeinput: (event, view) => {
    const { from, to, empty } = view.state.selection.main;
    const text = event.data;
    if (event.inputType !== "insertText" || text === null || empty || view.composing) return false;
    event.preventDefault();
    const insert = () => view.state.update(view.state.replaceSelection(text), { userEvent: "input.type", scrollIntoView: true });
    // closing brackets and their like still have their say
    const isHandled = view.state.facet(EditorView.inputHandler).some((handle) => handle(view, from, to, text, insert));
    if (!isHandled) view.dispatch(insert());
    return true;
  },
});

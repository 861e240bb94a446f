/** The page as the renderer draws it, from the document as it is now. */
import { appOf } from "@sallyport/document/tree.ts";
import { useAccent } from "@sallyport/renderer/app-theme.ts";
import { PageView } from "@sallyport/renderer/page-view.tsx";
import type { WidgetFrameProps } from "@sallyport/renderer/renderer-context.ts";
import { definitionOf } from "@sallyport/widgets/definitions.ts";
import { useMemo } from "react";
import { faultLinks } from "../state/faults.ts";
import { useRuntime } from "../state/runtime.ts";
import { useEditor, useStore } from "../state/use-editor.ts";
import styles from "./canvas.module.css";

export function Stage() {
  const runtime = useRuntime();
  const store = useStore();
  const faults = useMemo(() => faultLinks(store), [store]);
  const accent = useEditor((state) => appOf(state.document).theme.accent);
  useAccent(accent, "[data-canvas]");
  const page = useEditor((state) => state.page);
  // The runtime takes each new document before anything here renders; this line lets a new one render.
  useEditor((state) => state.document);
  if (page === null) return null;
  const { widgets } = runtime.view;
  const isEmpty = !widgets.some((widget) => widget.page === page);
  return (
    <>
      <PageView runtime={runtime} page={page} widgets={widgets} mode="edit" frame={EditFrame} faults={faults} />
      {isEmpty && (
        <div className={styles.invite}>
          <strong>This page is empty</strong>
          <br />
          Drag a widget here, or choose one in the palette and press Enter.
        </div>
      )}
    </>
  );
}

/** What floats has no cell of its own; this gives it the mark by which it is found. */
function EditFrame({ snapshot, children }: WidgetFrameProps) {
  if (definitionOf(snapshot.widget.type)?.opens !== true) return children;
  return (
    <div className={styles.floating} data-widget-id={snapshot.widget.id} data-floats="">
      {children}
    </div>
  );
}

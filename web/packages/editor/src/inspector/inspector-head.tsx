/** The first line of the inspector, with the way to close it; and what stands in its place while it is closed. */
import { ActionIcon, Tooltip, UnstyledButton } from "@mantine/core";
import { pageOf, widgetOf } from "@sallyport/document/tree.ts";
import { IconLayoutSidebarRightCollapse, IconLayoutSidebarRightExpand } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { EditorState } from "../state/editor-store.ts";
import { useEditor, useStore } from "../state/use-editor.ts";
import styles from "./inspector.module.css";

/** Focus goes where the other of the two has come. */
function focusSoon(mark: string): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-${mark}]`)?.focus());
}

export function InspectorHead({ children }: { readonly children: ReactNode }) {
  const store = useStore();
  const close = () => {
    store.set({ inspector: false });
    focusSoon("open-inspector");
  };
  return (
    <div className={styles.head}>
      {children}
      <Tooltip label="Close the inspector">
        <ActionIcon variant="subtle" color="gray" size={24} aria-label="Close the inspector" data-close-inspector onClick={close}>
          <IconLayoutSidebarRightCollapse size={16} className={styles.sideways} />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}

/** What the inspector would be about. */
function subjectOf({ document, selection, page }: EditorState): string {
  const [first] = selection;
  if (selection.length > 1) return `${selection.length} widgets`;
  if (first !== undefined) return widgetOf(document, first)?.name ?? "the widget";
  return (page === null ? null : pageOf(document, page)?.title) ?? "the app";
}

export function InspectorHandle() {
  const store = useStore();
  const subject = useEditor(subjectOf);
  const open = () => {
    store.set({ inspector: true });
    focusSoon("close-inspector");
  };
  return (
    <div className={styles.handle}>
      <Tooltip label="Open the inspector" position="left">
        <UnstyledButton className={styles.handleButton} aria-label={`Open the inspector of ${subject}`} data-open-inspector onClick={open}>
          <span className={styles.handleText}>{subject}</span>
          <IconLayoutSidebarRightExpand size={18} stroke={1.6} className={styles.sideways} aria-hidden />
        </UnstyledButton>
      </Tooltip>
    </div>
  );
}

/** The widgets of the page as a tree. Arrows walk, Enter goes to the inspector, F2 renames: the canvas without a pointer. */
import { renameNamed } from "@sallyport/document/app-commands.ts";
import { nameFault } from "@sallyport/document/names.ts";
import type { WidgetId } from "@sallyport/document/records.ts";
import { Text } from "@mantine/core";
import { useMemo, useState, type KeyboardEvent } from "react";
import { focusInspector } from "../state/keys.ts";
import { linesOf, toggled } from "../state/lines.ts";
import { useEditor, useStore } from "../state/use-editor.ts";
import { Panel } from "./panel.tsx";
import styles from "./panels.module.css";
import { RenameField } from "./rename-field.tsx";
import { WidgetIcon } from "./widget-icon.tsx";

export function OutlinePanel() {
  const store = useStore();
  const document = useEditor((state) => state.document);
  const page = useEditor((state) => state.page);
  const selection = useEditor((state) => state.selection);
  const lines = useMemo(() => linesOf(document, page), [document, page]);
  const [renaming, setRenaming] = useState<WidgetId | null>(null);
  const current = lines.findIndex((line) => line.widget.id === selection[0]);

  const walk = (event: KeyboardEvent<HTMLElement>) => {
    const step = { ArrowDown: 1, ArrowUp: -1, Home: -lines.length, End: lines.length }[event.key];
    const line = lines[Math.min(Math.max(current + (step ?? 0), 0), lines.length - 1)];
    if (!line) return;
    if (step !== undefined) store.select([line.widget.id]);
    else if (event.key === "F2") setRenaming(line.widget.id);
    else if (event.key === "Enter") focusInspector(store);
    else return;
    event.preventDefault();
    event.stopPropagation();
    if (step !== undefined) focusLine(event.currentTarget.parentElement, line.widget.id);
  };

  return (
    <Panel title="Outline" grow>
      {lines.length === 0 && (
        <Text size="xs" c="dimmed" px={8} py={4}>
          Nothing on this page yet. Add a widget from the palette.
        </Text>
      )}
      <div role="tree" aria-label="Widgets of the page">
        {lines.map(({ widget, depth }, index) =>
          renaming === widget.id ? (
            <RenameField
              key={widget.id}
              label="Name of the widget"
              value={widget.name}
              fault={(name) => nameFault(document, name, widget.id)}
              onDone={(name) => {
                setRenaming(null);
                if (name !== null) store.run(renameNamed(store.get().document, widget.id, name), `Rename to ${name}`);
              }}
            />
          ) : (
            <div
              key={widget.id}
              role="treeitem"
              aria-level={depth + 1}
              aria-selected={selection.includes(widget.id)}
              tabIndex={index === Math.max(current, 0) ? 0 : -1}
              data-line={widget.id}
              data-current={selection.includes(widget.id) || undefined}
              className={styles.line}
              style={{ paddingInlineStart: 8 + depth * 14 }}
              onClick={(event) => store.select(event.shiftKey ? toggled(selection, widget.id) : [widget.id])}
              onDoubleClick={() => setRenaming(widget.id)}
              onKeyDown={walk}
            >
              <WidgetIcon type={widget.type} />
              <span className={styles.rowText}>{widget.name}</span>
            </div>
          ),
        )}
      </div>
    </Panel>
  );
}

function focusLine(tree: HTMLElement | null, id: WidgetId): void {
  tree?.querySelector<HTMLElement>(`[data-line="${CSS.escape(id)}"]`)?.focus();
}

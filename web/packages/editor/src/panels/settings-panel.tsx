/** Settings of the app, and the keys of the editor. */
import { Kbd, Select } from "@mantine/core";
import { editApp } from "@sallyport/document/app-commands.ts";
import { appOf, pagesOf } from "@sallyport/document/tree.ts";
import { AppFields } from "../inspector/page-inspector.tsx";
import { useEditor, useStore } from "../state/use-editor.ts";
import { MOD } from "../state/modifier.ts";
import { Panel } from "./panel.tsx";
import styles from "./settings-panel.module.css";

const KEYS: readonly (readonly [what: string, ...keys: string[]])[] = [
  ["Search or run anything", MOD, "K"],
  ["Undo", MOD, "Z"],
  ["Do again", "⇧", MOD, "Z"],
  ["Copy, cut, paste", MOD, "C X V"],
  ["Duplicate", MOD, "D"],
  ["Select all beside it", MOD, "A"],
  ["Delete", "⌫"],
  ["Move by a cell", "← ↑ → ↓"],
  ["Resize by a cell", "⇧", "← ↑ → ↓"],
  ["By a single row", "Alt", "↑ ↓"],
  ["Next widget", "⇥"],
  ["What is around it", "Esc"],
  ["Run the query", MOD, "↵"],
  ["Save now", MOD, "S"],
  ["Only the canvas", MOD, "\\"],
];

export function SettingsPanel() {
  const store = useStore();
  const document = useEditor((state) => state.document);
  return (
    <Panel title="Settings" grow>
      <div className={styles.body}>
        <Select
          size="xs"
          label="Home page"
          data={pagesOf(document).map((page) => ({ value: page.id, label: page.title }))}
          value={appOf(document).home}
          onChange={(home) => home && store.run(editApp(store.get().document, { home }), "Choose the home page")}
        />
        <AppFields />
        <h3 className={styles.title}>Keys</h3>
        <dl className={styles.keys}>
          {KEYS.map(([what, ...keys]) => (
            <div key={what}>
              <dt>{what}</dt>
              <dd>
                {keys.map((key) => (
                  <Kbd key={key} size="xs">
                    {key}
                  </Kbd>
                ))}
              </dd>
            </div>
          ))}
        </dl>
      </div>
    </Panel>
  );
}

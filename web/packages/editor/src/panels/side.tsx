/** The left side: a rail of places, and the panel of the one that is chosen. */
import { ActionIcon, Tooltip } from "@mantine/core";
import { IconBolt, IconFiles, IconFunction, IconLayoutGridAdd, IconSettings, type Icon } from "@tabler/icons-react";
import type { Rail } from "../state/editor-store.ts";
import { useEditor, useStore } from "../state/use-editor.ts";
import { OutlinePanel } from "./outline-panel.tsx";
import { PagesPanel } from "./pages-panel.tsx";
import { PalettePanel } from "./palette-panel.tsx";
import styles from "./panels.module.css";
import { FunctionsPanel, QueriesPanel } from "./queries-panel.tsx";
import { SettingsPanel } from "./settings-panel.tsx";

const PLACES: readonly { readonly rail: Rail; readonly label: string; readonly Shape: Icon }[] = [
  { rail: "pages", label: "Pages and outline", Shape: IconFiles },
  { rail: "widgets", label: "Widgets", Shape: IconLayoutGridAdd },
  { rail: "queries", label: "Queries", Shape: IconBolt },
  { rail: "functions", label: "Functions", Shape: IconFunction },
  { rail: "settings", label: "Settings", Shape: IconSettings },
];

export function Side() {
  const store = useStore();
  const rail = useEditor((state) => state.rail);
  return (
    <div className={styles.side}>
      <nav className={styles.rail} aria-label="Parts of the app">
        {PLACES.map(({ rail: place, label, Shape }) => (
          <Tooltip key={place} label={label} position="right">
            <ActionIcon
              variant={rail === place ? "light" : "subtle"}
              color={rail === place ? "accent" : "gray"}
              size={32}
              aria-label={label}
              aria-pressed={rail === place}
              onClick={() => store.set({ rail: rail === place ? null : place })}
            >
              <Shape size={18} stroke={1.6} />
            </ActionIcon>
          </Tooltip>
        ))}
      </nav>
      {rail !== null && (
        <div className={styles.sideBody}>
          {rail === "pages" && (
            <>
              <PagesPanel />
              <OutlinePanel />
              <QueriesPanel />
            </>
          )}
          {rail === "widgets" && <PalettePanel />}
          {rail === "queries" && <QueriesPanel grow />}
          {rail === "functions" && <FunctionsPanel />}
          {rail === "settings" && <SettingsPanel />}
        </div>
      )}
    </div>
  );
}

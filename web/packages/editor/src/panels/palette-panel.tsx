/** The widgets to choose from. Drag one to its place, or press Enter to add it at the first free one. */
import { TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { DEFINITIONS } from "@sallyport/widgets/definitions.ts";
import type { WidgetDefinition } from "@sallyport/widgets/definition.ts";
import { useState } from "react";
import { addLabel, isWidgetType, placeForNew, seedOf } from "../canvas/seed.ts";
import { useDrag } from "../canvas/use-drag.ts";
import { addWidget } from "@sallyport/document/widget-commands.ts";
import { useStore } from "../state/use-editor.ts";
import { Panel } from "./panel.tsx";
import styles from "./panels.module.css";
import { WidgetIcon } from "./widget-icon.tsx";

const GROUPS = [
  { key: "display", title: "Show" },
  { key: "input", title: "Ask" },
  { key: "layout", title: "Arrange" },
] as const;

export function PalettePanel() {
  const [search, setSearch] = useState("");
  const wanted = search.trim().toLowerCase();
  const found = DEFINITIONS.filter((definition) => definition.title.toLowerCase().includes(wanted));
  return (
    <Panel title="Widgets" grow>
      <TextInput
        size="xs"
        mx={8}
        mb={8}
        aria-label="Find a widget"
        placeholder="Find"
        leftSection={<IconSearch size={14} />}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      {GROUPS.map((group) => {
        const items = found.filter((definition) => definition.group === group.key);
        if (items.length === 0) return null;
        return (
          <section key={group.key} aria-label={group.title}>
            <h3 className={styles.group}>{group.title}</h3>
            <ul className={styles.palette}>
              {items.map((definition) => (
                <PaletteItem key={definition.type} definition={definition} />
              ))}
            </ul>
          </section>
        );
      })}
      {found.length === 0 && <p className={styles.quiet}>No widget is called that.</p>}
    </Panel>
  );
}

function PaletteItem({ definition }: { readonly definition: WidgetDefinition }) {
  const store = useStore();
  const drag = useDrag();
  const { type } = definition;
  if (!isWidgetType(type)) return null;
  const add = () => {
    const place = placeForNew(store.get(), definition);
    if (!place) return;
    const made = addWidget(store.get().document, place, seedOf(definition, type, place), null);
    store.run(made.change, addLabel(definition));
    store.select(made.ids);
  };
  return (
    <li>
      <button
        type="button"
        className={styles.paletteItem}
        title={`${addLabel(definition)}: drag it to its place, or press Enter`}
        onPointerDown={(event) => drag.fromPalette(event, definition, type)}
        onClick={(event) => {
          // A click that ends a drag has already placed the widget; the keyboard's click has no detail.
          if (event.detail === 0 || !drag.hasJustDropped()) add();
        }}
      >
        <WidgetIcon type={type} />
        {definition.title}
      </button>
    </li>
  );
}

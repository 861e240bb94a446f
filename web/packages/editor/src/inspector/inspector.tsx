/** The right side: everything about what is selected, made from the widget's definition. */
import { ActionIcon, Menu, Tabs, Text } from "@mantine/core";
import { IconCopy, IconDots, IconPencil, IconTrash } from "@tabler/icons-react";
import { renameNamed } from "@sallyport/document/app-commands.ts";
import { nameFault } from "@sallyport/document/names.ts";
import type { Act, WidgetRecord } from "@sallyport/document/records.ts";
import { widgetOf } from "@sallyport/document/tree.ts";
import { duplicateWidgets, removeWidgets, setEvents, setProperty } from "@sallyport/document/widget-commands.ts";
import type { Property, Section } from "@sallyport/widgets/definition.ts";
import { definitionOf } from "@sallyport/widgets/definitions.ts";
import { useEffect, useState } from "react";
import { RenameField } from "../panels/rename-field.tsx";
import { WidgetIcon } from "../panels/widget-icon.tsx";
import type { InspectorTab } from "../state/editor-store.ts";
import { useOutcome } from "../state/live.ts";
import { chord } from "../state/modifier.ts";
import { useEditor, useStore } from "../state/use-editor.ts";
import { ActsEditor } from "./acts-editor.tsx";
import { AudienceField } from "./audience-field.tsx";
import { InspectorHead } from "./inspector-head.tsx";
import styles from "./inspector.module.css";
import { LayoutFields } from "./layout-fields.tsx";
import { PageInspector } from "./page-inspector.tsx";
import { PropertyField } from "./property-field.tsx";

export function Inspector() {
  const selection = useEditor((state) => state.selection);
  const document = useEditor((state) => state.document);
  const [first] = selection;
  const widget = first === undefined ? null : widgetOf(document, first);
  return (
    <aside className={styles.inspector} aria-label="Inspector" data-inspector>
      {selection.length > 1 && <Several count={selection.length} />}
      {selection.length === 1 && widget && <WidgetInspector key={widget.id} widget={widget} />}
      {selection.length === 0 && <PageInspector />}
    </aside>
  );
}

function Several({ count }: { readonly count: number }) {
  return (
    <>
      <InspectorHead>
        <Text fw={600} flex={1}>
          {count} widgets
        </Text>
        <WidgetMenu onRename={null} />
      </InspectorHead>
      <div className={styles.scroll}>
        <p className={styles.help}>They move, copy and delete as one. Select a single widget to change its properties.</p>
      </div>
    </>
  );
}

function WidgetMenu({ onRename }: { readonly onRename: (() => void) | null }) {
  const store = useStore();
  const duplicate = () => {
    const made = duplicateWidgets(store.get().document, store.get().selection);
    store.run(made.change, "Duplicate");
    store.select(made.ids);
  };
  return (
    <Menu position="bottom-end" width={190}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={24} aria-label="What can be done with the selection">
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {onRename && (
          <Menu.Item leftSection={<IconPencil size={16} />} onClick={onRename}>
            Rename
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconCopy size={16} />} rightSection={chord("D")} onClick={duplicate}>
          Duplicate
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          color="red"
          leftSection={<IconTrash size={16} />}
          rightSection="Del"
          onClick={() => store.run(removeWidgets(store.get().document, store.get().selection), "Delete")}
        >
          Delete
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function WidgetInspector({ widget }: { readonly widget: WidgetRecord }) {
  const [isRenaming, setRenaming] = useState(false);
  const store = useStore();
  const rename = (name: string | null) => {
    setRenaming(false);
    if (name !== null) store.run(renameNamed(store.get().document, widget.id, name), `Rename to ${name}`);
  };
  return (
    <>
      <InspectorHead>
        <WidgetIcon type={widget.type} />
        {isRenaming ? (
          <RenameField label="Name of the widget" value={widget.name} fault={(name) => nameFault(store.get().document, name, widget.id)} onDone={rename} />
        ) : (
          <button type="button" className={styles.name} title="Rename" aria-label={`${widget.name}, rename`} onClick={() => setRenaming(true)}>
            {widget.name}
          </button>
        )}
        <WidgetMenu onRename={() => setRenaming(true)} />
      </InspectorHead>
      <WidgetTabs widget={widget} />
    </>
  );
}

function WidgetTabs({ widget }: { readonly widget: WidgetRecord }) {
  const store = useStore();
  const chosen = useEditor((state) => state.inspectorTab);
  useReveal(widget.id);
  const definition = definitionOf(widget.type);
  if (!definition) return <p className={styles.help}>This kind of widget is not known here.</p>;
  const of = (section: Section) => definition.properties.filter((property) => property.section === section);
  const actsOn = (name: string): readonly Act[] => widget.events.find((event) => event.on === name)?.acts ?? [];
  const setActs = (name: string, acts: readonly Act[]) => {
    const others = widget.events.filter((event) => event.on !== name);
    store.run(setEvents(store.get().document, widget.id, acts.length === 0 ? others : [...others, { on: name, acts }]), `Change what ${widget.name} does`, `${widget.id}.${name}`);
  };
  return (
    <Tabs value={chosen === "style" && of("style").length === 0 ? "content" : chosen} onChange={(tab) => store.set({ inspectorTab: tab as InspectorTab })} keepMounted={false} classNames={{ panel: styles.scroll ?? "", root: styles.inspector ?? "" }}>
      <Tabs.List>
        <Tabs.Tab value="content">Content</Tabs.Tab>
        <Tabs.Tab value="layout">Layout</Tabs.Tab>
        {of("style").length > 0 && <Tabs.Tab value="style">Style</Tabs.Tab>}
      </Tabs.List>
      <Tabs.Panel value="content">
        <Properties title="Data" widget={widget} properties={of("data")} />
        <Properties title="Content" widget={widget} properties={of("content")} />
        {definition.events.length > 0 && (
          <section className={styles.section} aria-label="Events">
            <h3 className={styles.sectionTitle}>Events</h3>
            {definition.events.map((event) => (
              <ActsEditor key={event.name} title={event.title} help={event.help} acts={actsOn(event.name)} onChange={(acts) => setActs(event.name, acts)} />
            ))}
          </section>
        )}
        <AudienceField widget={widget} />
      </Tabs.Panel>
      <Tabs.Panel value="layout">
        <LayoutFields widget={widget} />
        <Properties title="Visibility" widget={widget} properties={of("layout")} />
      </Tabs.Panel>
      <Tabs.Panel value="style">
        <Properties title="Style" widget={widget} properties={of("style")} />
      </Tabs.Panel>
    </Tabs>
  );
}

/** How long a field may take to be there: the code editor loads with the first one. */
const PATIENCE_MS = 3_000;

/** Leads eyes and focus to the property that was asked for. */
function useReveal(widget: string): void {
  const reveal = useEditor((state) => state.reveal);
  useEffect(() => {
    if (reveal === null || reveal.widget !== widget) return undefined;
    const until = performance.now() + PATIENCE_MS;
    let frame = 0;
    const look = () => {
      const place = document.querySelector<HTMLElement>(`[data-inspector] [data-property="${CSS.escape(reveal.property)}"]`);
      const field = place?.querySelector<HTMLElement>(".cm-content, input, [role=combobox]");
      place?.scrollIntoView({ block: "nearest" });
      field?.focus();
      if (!field && performance.now() < until) frame = requestAnimationFrame(look);
    };
    look();
    return () => cancelAnimationFrame(frame);
  }, [reveal, widget]);
}

interface PropertiesProps {
  readonly title: string;
  readonly widget: WidgetRecord;
  readonly properties: readonly Property[];
}

function Properties({ title, widget, properties }: PropertiesProps) {
  const store = useStore();
  const data = widget.properties["data"];
  const outcome = useOutcome(typeof data === "string" ? data : "");
  const sample = outcome?.ok && Array.isArray(outcome.value) ? (outcome.value as readonly unknown[]) : [];
  if (properties.length === 0) return null;
  return (
    <section className={styles.section} aria-label={title}>
      <h3 className={styles.sectionTitle}>{title}</h3>
      {properties.map((property) => (
        <div key={property.key} data-property={property.key}>
          <PropertyField
            property={property}
            value={widget.properties[property.key]}
            sample={sample}
            onChange={(value, isTyping) =>
              store.run(
                setProperty(store.get().document, widget.id, property.key, value),
                `Change ${property.label.toLowerCase()} of ${widget.name}`,
                isTyping ? `${widget.id}.${property.key}` : null,
              )
            }
          />
        </div>
      ))}
    </section>
  );
}

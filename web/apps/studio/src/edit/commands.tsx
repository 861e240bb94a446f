/** The command palette: pages, widgets, queries and acts, by name. Loaded when it is first opened. */
import type { AppSummary } from "@sallyport/api/types.ts";
import { can } from "@sallyport/api/abilities.ts";
import { addPage } from "@sallyport/document/app-commands.ts";
import { functionsOf, pagesOf, queriesOf, widgetsOf } from "@sallyport/document/tree.ts";
import { addWidget } from "@sallyport/document/widget-commands.ts";
import { addLabel, isWidgetType, placeForNew, seedOf } from "@sallyport/editor/canvas/seed.ts";
import { WidgetIcon } from "@sallyport/editor/panels/widget-icon.tsx";
import type { EditorSession } from "@sallyport/editor/state/session.ts";
import { DEFINITIONS } from "@sallyport/widgets/definitions.ts";
import { Spotlight, type SpotlightActionData, type SpotlightActionGroupData } from "@mantine/spotlight";
import { createSpotlight } from "@mantine/spotlight";
import { IconBolt, IconFile, IconFunction, IconPlayerPlay, IconSearch } from "@tabler/icons-react";
import { useEffect, useMemo } from "react";
import styles from "./edit.module.css";
import type { Panel } from "./bar-actions.tsx";

interface Props {
  readonly app: AppSummary;
  readonly session: EditorSession;
  readonly onPanel: (panel: Panel) => void;
  readonly onPreview: () => Promise<void>;
  readonly onClose: () => void;
}

const [commandStore, commandActions] = createSpotlight();

export function Commands(props: Props) {
  const { onClose } = props;
  const groups = useMemo(() => groupsOf(props), [props]);
  useEffect(() => {
    commandActions.open();
    return () => commandActions.close();
  }, []);
  return (
    <Spotlight
      store={commandStore}
      actions={groups}
      shortcut={null}
      nothingFound="Nothing is called that"
      highlightQuery
      scrollable
      maxHeight={420}
      limit={30}
      overlayProps={{ blur: 0 }}
      classNames={{ actionsGroup: styles.commandGroup ?? "" }}
      aria-label="Search or run"
      onSpotlightClose={onClose}
      searchProps={{ leftSection: <IconSearch size={18} />, placeholder: "Search or run…", "aria-label": "Search or run" }}
    />
  );
}

function groupsOf({ app, session, onPanel, onPreview }: Props): SpotlightActionGroupData[] {
  const { store, runtime, autosave } = session;
  const { document } = store.get();
  const acts: (SpotlightActionData | false)[] = [
    { id: "undo", label: "Undo", onClick: () => store.undo() },
    { id: "redo", label: "Do again", onClick: () => store.redo() },
    { id: "save", label: "Save now", onClick: () => void autosave.flush() },
    { id: "preview", label: "Preview", onClick: () => void onPreview() },
    can(app, "app.release") && { id: "release", label: "Release", onClick: () => onPanel("release") },
    { id: "releases", label: "Releases and rolling back", onClick: () => onPanel("releases") },
    can(app, "app.share") && { id: "share", label: "Share this app", onClick: () => onPanel("share") },
    { id: "receives", label: "What the browser receives", onClick: () => onPanel("receives") },
    {
      id: "add-page",
      label: "Add a page",
      onClick: () => {
        const made = addPage(store.get().document, "New page");
        store.run(made.change, "Add a page");
        store.goTo(made.id);
      },
    },
  ];
  return [
    { group: "Do", actions: acts.filter((act) => act !== false) },
    {
      group: "Add",
      actions: DEFINITIONS.flatMap((definition) => {
        const { type } = definition;
        if (!isWidgetType(type)) return [];
        const add = () => {
          const place = placeForNew(store.get(), definition);
          if (!place) return;
          const made = addWidget(store.get().document, place, seedOf(definition, type, place), null);
          store.run(made.change, addLabel(definition));
          store.select(made.ids);
        };
        return [{ id: `add-${type}`, label: addLabel(definition), leftSection: <WidgetIcon type={type} />, onClick: add }];
      }),
    },
    {
      group: "Go to",
      actions: [
        ...pagesOf(document).map((page) => ({ id: page.id, label: page.title, description: "Page", leftSection: <IconFile size={16} />, onClick: () => store.goTo(page.id) })),
        ...widgetsOf(document).map((widget) => ({
          id: widget.id,
          label: widget.name,
          description: `Widget on ${pagesOf(document).find((page) => page.id === widget.page)?.title ?? "a page"}`,
          leftSection: <WidgetIcon type={widget.type} />,
          onClick: () => store.select([widget.id]),
        })),
        ...queriesOf(document).map((query) => ({ id: query.id, label: query.name, description: "Query", leftSection: <IconBolt size={16} />, onClick: () => store.set({ open: query.id }) })),
        ...functionsOf(document).map((record) => ({ id: record.id, label: record.name, description: "Function", leftSection: <IconFunction size={16} />, onClick: () => store.set({ open: record.id }) })),
      ],
    },
    {
      group: "Run",
      actions: queriesOf(document).map((query) => ({
        id: `run-${query.id}`,
        label: `Run ${query.name}`,
        leftSection: <IconPlayerPlay size={16} />,
        onClick: () => {
          store.set({ open: query.id });
          void runtime.run(query.id);
        },
      })),
    },
  ].filter((group) => group.actions.length > 0);
}

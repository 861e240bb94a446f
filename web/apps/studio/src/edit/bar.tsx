/** The bar above the builder: where you are, whether it is saved, and what comes next. */
import { ActionIcon, Button, Menu, Select, Tooltip, UnstyledButton } from "@mantine/core";
import { can } from "@sallyport/api/abilities.ts";
import type { AppSummary } from "@sallyport/api/types.ts";
import { appOf, pageOf, pagesOf } from "@sallyport/document/tree.ts";
import type { EditorSession } from "@sallyport/editor/state/session.ts";
import { chord } from "@sallyport/editor/state/modifier.ts";
import { useEditor, useStore } from "@sallyport/editor/state/use-editor.ts";
import { useSession } from "@sallyport/ui/session-gate.tsx";
import { TopBar } from "@sallyport/ui/top-bar.tsx";
import { IconArrowBackUp, IconArrowForwardUp, IconChevronDown, IconDots, IconEye, IconHistory, IconPackages, IconSearch, IconUsers } from "@tabler/icons-react";
import { lazy, Suspense, useEffect, useState } from "react";
import { ShareDialog } from "../apps/share-dialog.tsx";
import { ReceivesDrawer } from "../releases/receives-drawer.tsx";
import { ReleaseDialog } from "../releases/release-dialog.tsx";
import { ReleasesDrawer } from "../releases/releases-drawer.tsx";
import styles from "./edit.module.css";
import { SavedState } from "./saved-state.tsx";

const Commands = lazy(() => import("./commands.tsx").then((module) => ({ default: module.Commands })));

export type Panel = "release" | "releases" | "share" | "receives";

const ENVIRONMENTS = [
  { value: "development", label: "Development" },
  { value: "staging", label: "Staging" },
  { value: "production", label: "Production" },
];

interface Props {
  readonly app: AppSummary;
  readonly session: EditorSession;
}

export function Bar({ app, session }: Props) {
  const whoami = useSession();
  const [panel, setPanel] = useState<Panel | null>(null);
  const [isSearching, setSearching] = useState(false);
  useSearchKey(() => setSearching(true));
  const preview = async () => {
    await session.autosave.flush();
    window.open(`/edit/${app.id}?view=preview`, "_blank", "noopener");
  };
  return (
    <>
      <TopBar session={whoami} title={<Place app={app} />} actions={<Actions app={app} session={session} onPanel={setPanel} onPreview={preview} onSearch={() => setSearching(true)} />} />
      <ReleaseDialog app={app} session={session} opened={panel === "release"} onClose={() => setPanel(null)} />
      <ReleasesDrawer app={app} session={session} opened={panel === "releases"} onClose={() => setPanel(null)} />
      <ReceivesDrawer app={app} session={session} opened={panel === "receives"} onClose={() => setPanel(null)} />
      {panel === "share" && <ShareDialog app={app} onClose={() => setPanel(null)} />}
      {isSearching && (
        <Suspense>
          <Commands app={app} session={session} onPanel={setPanel} onPreview={preview} onClose={() => setSearching(false)} />
        </Suspense>
      )}
    </>
  );
}

function useSearchKey(open: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || (!event.metaKey && !event.ctrlKey)) return;
      event.preventDefault();
      open();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  });
}

function Place({ app }: { readonly app: AppSummary }) {
  const store = useStore();
  const document = useEditor((state) => state.document);
  const page = useEditor((state) => (state.page === null ? null : pageOf(state.document, state.page)));
  const environment = useEditor((state) => state.environment);
  return (
    <div className={styles.place}>
      <span className={styles.appName}>{appOf(document).name || app.name}</span>
      <span aria-hidden>/</span>
      <Menu position="bottom-start" width={220}>
        <Menu.Target>
          <UnstyledButton className={styles.pageButton} aria-label={`Page ${page?.title ?? "none"}, choose another`}>
            {page?.title ?? "No page"} <IconChevronDown size={14} aria-hidden />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          {pagesOf(document).map((other) => (
            <Menu.Item key={other.id} onClick={() => store.goTo(other.id)}>
              {other.title}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Select
        size="xs"
        w={136}
        aria-label="Environment in which queries run here"
        data={ENVIRONMENTS}
        value={environment}
        onChange={(value) => value && store.set({ environment: value })}
      />
    </div>
  );
}

interface ActionsProps extends Props {
  readonly onPanel: (panel: Panel) => void;
  readonly onPreview: () => Promise<void>;
  readonly onSearch: () => void;
}

function Actions({ app, session, onPanel, onPreview, onSearch }: ActionsProps) {
  const store = useStore();
  const undo = useEditor((state) => state.history.past.at(-1)?.label ?? null);
  const redo = useEditor((state) => state.history.future[0]?.label ?? null);
  return (
    <>
      <UnstyledButton className={styles.search} onClick={onSearch}>
        <IconSearch size={14} aria-hidden /> <span>Search or run…</span> <kbd>{chord("K")}</kbd>
      </UnstyledButton>
      <Tooltip label={undo === null ? "Nothing to undo" : `Undo: ${undo}`}>
        <ActionIcon variant="subtle" color="gray" aria-label="Undo" className={styles.quietIcon ?? ""} disabled={undo === null} onClick={() => store.undo()}>
          <IconArrowBackUp size={16} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={redo === null ? "Nothing to do again" : `Do again: ${redo}`}>
        <ActionIcon variant="subtle" color="gray" aria-label="Do again" className={styles.quietIcon ?? ""} disabled={redo === null} onClick={() => store.redo()}>
          <IconArrowForwardUp size={16} />
        </ActionIcon>
      </Tooltip>
      <SavedState session={session} />
      <Button size="compact-md" variant="default" leftSection={<IconEye size={16} />} onClick={() => void onPreview()}>
        Preview
      </Button>
      {can(app, "app.release") && (
        <Button size="compact-md" onClick={() => onPanel("release")}>
          Release
        </Button>
      )}
      <Menu position="bottom-end" width={230}>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label="More about this app">
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconHistory size={16} />} onClick={() => onPanel("releases")}>
            Releases
          </Menu.Item>
          {can(app, "app.share") && (
            <Menu.Item leftSection={<IconUsers size={16} />} onClick={() => onPanel("share")}>
              Share
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconPackages size={16} />} onClick={() => onPanel("receives")}>
            What the browser receives
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}

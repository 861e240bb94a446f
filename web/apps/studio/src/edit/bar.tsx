/** The bar above the builder: where you are, whether it is saved, and what comes next. */
import { Menu, Select, UnstyledButton } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import type { AppSummary } from "@sallyport/api/types.ts";
import { appOf, pageOf, pagesOf } from "@sallyport/document/tree.ts";
import { NARROW } from "@sallyport/editor/state/narrow.ts";
import type { EditorSession } from "@sallyport/editor/state/session.ts";
import { useEditor, useStore } from "@sallyport/editor/state/use-editor.ts";
import { useSession } from "@sallyport/ui/session-gate.tsx";
import { TopBar } from "@sallyport/ui/top-bar.tsx";
import { IconChevronDown } from "@tabler/icons-react";
import { lazy, Suspense, useEffect, useState } from "react";
import { ShareAppDialog } from "../apps/share-dialog.tsx";
import { ReceivesDrawer } from "../releases/receives-drawer.tsx";
import { ReleaseDialog } from "../releases/release-dialog.tsx";
import { ReleasesDrawer } from "../releases/releases-drawer.tsx";
import { Actions, type Panel } from "./bar-actions.tsx";
import styles from "./edit.module.css";
import { ENVIRONMENTS } from "./environments.ts";

const Commands = lazy(() => import("./commands.tsx").then((module) => ({ default: module.Commands })));

interface Props {
  readonly app: AppSummary;
  readonly session: EditorSession;
}

export function Bar({ app, session }: Props) {
  const whoami = useSession();
  const isNarrow = useMediaQuery(NARROW, false, { getInitialValueInEffect: false });
  const [panel, setPanel] = useState<Panel | null>(null);
  const [isSearching, setSearching] = useState(false);
  useSearchKey(() => setSearching(true));
  const preview = async () => {
    await session.autosave.flush();
    window.open(`/edit/${app.id}?view=preview`, "_blank", "noopener");
  };
  return (
    <>
      <TopBar
        session={whoami}
        title={<Place app={app} isNarrow={isNarrow} />}
        actions={<Actions app={app} session={session} isNarrow={isNarrow} onPanel={setPanel} onPreview={preview} onSearch={() => setSearching(true)} />}
      />
      <ReleaseDialog app={app} session={session} opened={panel === "release"} onClose={() => setPanel(null)} />
      <ReleasesDrawer app={app} session={session} opened={panel === "releases"} onClose={() => setPanel(null)} />
      <ReceivesDrawer app={app} session={session} opened={panel === "receives"} onClose={() => setPanel(null)} />
      {panel === "share" && <ShareAppDialog app={app} onClose={() => setPanel(null)} />}
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

/** On a narrow screen there is room for the page only; the environment is in the menu at the other end. */
function Place({ app, isNarrow }: { readonly app: AppSummary; readonly isNarrow: boolean }) {
  const store = useStore();
  const document = useEditor((state) => state.document);
  const page = useEditor((state) => (state.page === null ? null : pageOf(state.document, state.page)));
  const environment = useEditor((state) => state.environment);
  return (
    <div className={styles.place}>
      <h1 className={isNarrow ? styles.unseen : styles.appName}>{appOf(document).name || app.name}</h1>
      {!isNarrow && <span aria-hidden>/</span>}
      <Menu position="bottom-start" width={220}>
        <Menu.Target>
          <UnstyledButton className={styles.pageButton} aria-label={`Page ${page?.title ?? "none"}, choose another`}>
            <span>{page?.title ?? "No page"}</span> <IconChevronDown size={14} aria-hidden />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          {pagesOf(document).map((other) => (
            <Menu.Item key={other.id} aria-current={other.id === page?.id ? "page" : undefined} onClick={() => store.goTo(other.id)}>
              {other.title}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {!isNarrow && (
        <Select
          size="xs"
          w={136}
          aria-label="Environment in which queries run here"
          data={[...ENVIRONMENTS]}
          value={environment}
          onChange={(value) => value && store.set({ environment: value })}
        />
      )}
    </div>
  );
}

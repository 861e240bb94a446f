/** What the builder's bar can do. On a narrow screen most of it is in the menu. */
import { ActionIcon, Button, Menu, Tooltip, UnstyledButton } from "@mantine/core";
import { can } from "@sallyport/api/abilities.ts";
import type { AppSummary } from "@sallyport/api/types.ts";
import { chord } from "@sallyport/editor/state/modifier.ts";
import type { EditorSession } from "@sallyport/editor/state/session.ts";
import { useEditor, useStore } from "@sallyport/editor/state/use-editor.ts";
import { IconArrowBackUp, IconArrowForwardUp, IconDots, IconEye, IconHistory, IconPackages, IconSearch, IconUsers } from "@tabler/icons-react";
import styles from "./edit.module.css";
import { ENVIRONMENTS } from "./environments.ts";
import { SavedState } from "./saved-state.tsx";

export type Panel = "release" | "releases" | "share" | "receives";

interface Props {
  readonly app: AppSummary;
  readonly session: EditorSession;
  readonly isNarrow: boolean;
  readonly onPanel: (panel: Panel) => void;
  readonly onPreview: () => Promise<void>;
  readonly onSearch: () => void;
}

/** What would be undone and done again, in words. */
function useSteps() {
  const undo = useEditor((state) => state.history.past.at(-1)?.label ?? null);
  const redo = useEditor((state) => state.history.future[0]?.label ?? null);
  return { undo, redo };
}

export function Actions(props: Props) {
  const { app, session, isNarrow, onPanel, onPreview, onSearch } = props;
  return (
    <>
      {!isNarrow && (
        <>
          <UnstyledButton className={styles.search} aria-label={`Search or run… ${chord("K")}`} onClick={onSearch}>
            <IconSearch size={14} aria-hidden /> <span>Search or run…</span> <kbd>{chord("K")}</kbd>
          </UnstyledButton>
          <Steps />
        </>
      )}
      <SavedState session={session} />
      {!isNarrow && (
        <Button size="compact-md" fz="sm" variant="default" leftSection={<IconEye size={16} />} onClick={() => void onPreview()}>
          Preview
        </Button>
      )}
      {can(app, "app.release") && (
        <Button size="compact-md" fz="sm" onClick={() => onPanel("release")}>
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
          {isNarrow && <NarrowItems onPreview={onPreview} onSearch={onSearch} />}
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

function Steps() {
  const store = useStore();
  const { undo, redo } = useSteps();
  return (
    <>
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
    </>
  );
}

function NarrowItems({ onPreview, onSearch }: Pick<Props, "onPreview" | "onSearch">) {
  const store = useStore();
  const { undo, redo } = useSteps();
  const environment = useEditor((state) => state.environment);
  return (
    <>
      <Menu.Item leftSection={<IconEye size={16} />} onClick={() => void onPreview()}>
        Preview
      </Menu.Item>
      <Menu.Item leftSection={<IconSearch size={16} />} onClick={onSearch}>
        Search or run…
      </Menu.Item>
      <Menu.Item leftSection={<IconArrowBackUp size={16} />} disabled={undo === null} onClick={() => store.undo()}>
        {undo === null ? "Undo" : `Undo: ${undo}`}
      </Menu.Item>
      <Menu.Item leftSection={<IconArrowForwardUp size={16} />} disabled={redo === null} onClick={() => store.redo()}>
        {redo === null ? "Do again" : `Do again: ${redo}`}
      </Menu.Item>
      <Menu.Divider />
      <Menu.Label>Queries run in</Menu.Label>
      <Menu.RadioGroup value={environment} onChange={(chosen) => store.set({ environment: chosen })}>
        {ENVIRONMENTS.map(({ value, label }) => (
          <Menu.RadioItem key={value} value={value} closeMenuOnClick>
            {label}
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
      <Menu.Divider />
    </>
  );
}

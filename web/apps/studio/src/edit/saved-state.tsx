/** Whether the work is safe, in a word. */
import { Popover, Text, UnstyledButton } from "@mantine/core";
import { nameOf } from "@sallyport/editor/conflict/differences.ts";
import type { SaveState } from "@sallyport/editor/state/autosave.ts";
import type { Document } from "@sallyport/document/records.ts";
import type { EditorSession } from "@sallyport/editor/state/session.ts";
import { useSyncExternalStore } from "react";
import styles from "./edit.module.css";

const TITLES: Readonly<Record<SaveState["type"], string>> = {
  saved: "saved",
  pending: "saving",
  saving: "saving",
  offline: "offline",
  refused: "not saved",
  conflict: "conflict",
};

const HELP: Readonly<Partial<Record<SaveState["type"], string>>> = {
  saved: "Every edit is saved by itself, a moment after it is made.",
  offline: "The server cannot be reached. Your edits are kept in this page and saved as soon as it answers; do not close the page.",
};

/** The server speaks of records by id; people know them by name. */
function withNames(text: string, document: Document): string {
  return text.replaceAll(/(?:widget|query|page|function)_[0-9a-f]{32}/g, (id) => (document.records[id] ? nameOf(document.records[id]) : id));
}

export function SavedState({ session }: { readonly session: EditorSession }) {
  const { autosave } = session;
  const state = useSyncExternalStore(autosave.subscribe, autosave.get);
  const tone = state.type === "saved" ? "good" : state.type === "pending" || state.type === "saving" ? "busy" : "bad";
  return (
    <Popover width={280} position="bottom-end" shadow="md">
      <Popover.Target>
        <UnstyledButton className={styles.saved} data-tone={tone} aria-live="polite">
          <span className={styles.dot} aria-hidden /> <span>{TITLES[state.type]}</span>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        {state.type === "refused" ? (
          <>
            <Text fw={600} size="sm">
              {state.refusal.title}
            </Text>
            <Text size="sm">{withNames(state.refusal.detail, session.store.get().document)}</Text>
            {state.refusal.request_id !== null && (
              <Text size="xs" c="dimmed" className="figures">
                Request {state.refusal.request_id}
              </Text>
            )}
            <Text size="xs" c="dimmed" mt={6}>
              Change or undo what is named here; saving goes on by itself.
            </Text>
          </>
        ) : (
          <Text size="sm">{HELP[state.type] ?? "On its way to the server."}</Text>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

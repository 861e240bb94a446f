/** Releasing: what changes for the people who use the app, a note, and the act. */
import { Text, Textarea } from "@mantine/core";
import { releaseApp, releaseQuery, releasesQuery } from "@sallyport/api/apps.ts";
import { halted } from "@sallyport/api/problem.ts";
import type { AppSummary } from "@sallyport/api/types.ts";
import { summaryOf } from "@sallyport/editor/conflict/differences.ts";
import type { EditorSession } from "@sallyport/editor/state/session.ts";
import type { Document } from "@sallyport/document/records.ts";
import { FormDialog } from "@sallyport/ui/dialog.tsx";
import { notifyDone } from "@sallyport/ui/notify.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { SummaryView } from "./summary-view.tsx";

interface Props {
  readonly app: AppSummary;
  readonly session: EditorSession;
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function ReleaseDialog(props: Props) {
  return props.opened ? <Opened {...props} /> : null;
}

function Opened({ app, session, onClose }: Props) {
  const queries = useQueryClient();
  const [note, setNote] = useState("");
  const releases = useQuery(releasesQuery(app.id));
  const current = releases.data?.find((release) => release.current) ?? null;
  const released = useQuery({ ...releaseQuery(app.id, current?.number ?? 0), enabled: current !== null });
  // What is to change is said first: the dialog grows by it, and nobody is to press what moves away.
  const looking = releases.isPending || (current !== null && released.isPending);
  const release = useMutation({
    mutationFn: async () => {
      if (!(await session.autosave.flush())) throw halted("Not released", "the last edits are not saved yet", "look at the saved state in the bar");
      return releaseApp(app.id, session.autosave.revision, note.trim());
    },
    onSuccess: async (made) => {
      notifyDone(`Release ${made.number} is what people use now.`);
      await queries.invalidateQueries({ queryKey: ["apps"] });
      onClose();
    },
  });
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={`Release ${app.name}`}
      submit="Release"
      pending={looking || release.isPending}
      error={release.error}
      onSubmit={(event) => {
        event.preventDefault();
        release.mutate();
      }}
    >
      {looking && <Text size="sm">Looking at what changes…</Text>}
      {releases.isSuccess && current === null && (
        <Text size="sm">This is the first release. People with the right to use the app get it at its address as soon as it is released.</Text>
      )}
      {current !== null && released.data && (
        <>
          <Text size="sm">What changes since release {current.number}:</Text>
          <SummaryView summary={summaryOf(released.data.document as unknown as Document, session.store.get().document)} />
        </>
      )}
      <Textarea label="Note" description="What is new, for those who look at the history" data-autofocus autosize minRows={2} maxLength={2000} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
    </FormDialog>
  );
}

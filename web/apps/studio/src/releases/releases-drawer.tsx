/** The history of releases: what each one changed, and the way back to it. */
import { Badge, Button, Drawer, Stack, Text, Textarea } from "@mantine/core";
import { can } from "@sallyport/api/abilities.ts";
import { releaseQuery, releasesQuery, rollBackApp } from "@sallyport/api/apps.ts";
import type { AppSummary, Release } from "@sallyport/api/types.ts";
import type { Document } from "@sallyport/document/records.ts";
import { summaryOf } from "@sallyport/editor/conflict/differences.ts";
import type { EditorSession } from "@sallyport/editor/state/session.ts";
import { ConfirmDialog } from "@sallyport/ui/dialog.tsx";
import { notifyDone } from "@sallyport/ui/notify.tsx";
import { EmptyState, ErrorState, ListSkeleton } from "@sallyport/ui/states.tsx";
import { TimeText } from "@sallyport/ui/time-text.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import styles from "./releases.module.css";
import { SummaryView } from "./summary-view.tsx";

interface Props {
  readonly app: AppSummary;
  readonly session: EditorSession;
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function ReleasesDrawer({ app, session, opened, onClose }: Props) {
  return (
    <Drawer opened={opened} onClose={onClose} title="Releases" size="md">
      {opened && <List app={app} session={session} />}
    </Drawer>
  );
}

function List({ app, session }: Pick<Props, "app" | "session">) {
  const releases = useQuery(releasesQuery(app.id));
  const [shown, setShown] = useState<number | null>(null);
  const [back, setBack] = useState<Release | null>(null);
  if (releases.isPending) return <ListSkeleton rows={4} label="Loading the releases" />;
  if (releases.isError) return <ErrorState error={releases.error} onRetry={() => void releases.refetch()} />;
  if (releases.data.length === 0) {
    return <EmptyState title="Not released yet">Until the first release only those who build the app can see it.</EmptyState>;
  }
  const sorted = releases.data.toSorted((a, b) => b.number - a.number);
  return (
    <>
      <ol className={styles.releases}>
        {sorted.map((release, index) => (
          <li key={release.number} className={styles.release}>
            <div className={styles.head}>
              <Text fw={600}>Release {release.number}</Text>
              {release.current && <Badge color="accent">In use</Badge>}
              <span className={styles.spring} />
              <Button size="compact-xs" variant="subtle" onClick={() => setShown(shown === release.number ? null : release.number)} aria-expanded={shown === release.number}>
                Compare
              </Button>
              {!release.current && can(app, "app.rollback") && (
                <Button size="compact-xs" variant="default" onClick={() => setBack(release)}>
                  Roll back to it
                </Button>
              )}
            </div>
            {release.note !== "" && <Text size="sm">{release.note}</Text>}
            <Text size="xs" c="dimmed">
              {release.created_by.name}, <TimeText at={release.created_at} />
            </Text>
            {shown === release.number && <Compared app={app} number={release.number} before={sorted[index + 1]?.number ?? null} session={session} />}
          </li>
        ))}
      </ol>
      {back && <RollBack app={app} release={back} onClose={() => setBack(null)} />}
    </>
  );
}

interface ComparedProps {
  readonly app: AppSummary;
  readonly number: number;
  readonly before: number | null;
  readonly session: EditorSession;
}

function Compared({ app, number, before, session }: ComparedProps) {
  const release = useQuery(releaseQuery(app.id, number));
  const previous = useQuery({ ...releaseQuery(app.id, before ?? 0), enabled: before !== null });
  if (release.isError) return <ErrorState error={release.error} />;
  if (!release.data || (before !== null && !previous.data)) return <ListSkeleton rows={2} label="Comparing" />;
  const document = release.data.document as unknown as Document;
  return (
    <Stack gap={6} mt={8}>
      {previous.data && (
        <>
          <Text size="xs" c="dimmed">
            Since release {before}
          </Text>
          <SummaryView summary={summaryOf(previous.data.document as unknown as Document, document)} />
        </>
      )}
      <Text size="xs" c="dimmed">
        In the draft since this release
      </Text>
      <SummaryView summary={summaryOf(document, session.store.get().document)} />
    </Stack>
  );
}

interface RollBackProps {
  readonly app: AppSummary;
  readonly release: Release;
  readonly onClose: () => void;
}

function RollBack({ app, release, onClose }: RollBackProps) {
  const queries = useQueryClient();
  const [note, setNote] = useState("");
  const rollBack = useMutation({
    mutationFn: () => rollBackApp(app.id, release.number, note.trim()),
    onSuccess: async () => {
      notifyDone(`Release ${release.number} is what people use now.`);
      await queries.invalidateQueries({ queryKey: ["apps"] });
      onClose();
    },
  });
  return (
    <ConfirmDialog opened onClose={onClose} title={`Roll back to release ${release.number}?`} confirm="Roll back" pending={rollBack.isPending} error={rollBack.error} onConfirm={() => rollBack.mutate()}>
      <Stack gap="sm">
        <Text size="sm">Everyone who uses the app gets release {release.number} from now on. The draft stays as it is, and every release stays in the history.</Text>
        <Textarea label="Note" autosize minRows={2} maxLength={2000} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
      </Stack>
    </ConfirmDialog>
  );
}

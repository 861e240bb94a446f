/** The draft as its readers would get it: the server's own view of it, without the builder's hand, for whoever's eyes are chosen. */
import { Badge, Button } from "@mantine/core";
import { canAny } from "@sallyport/api/abilities.ts";
import { appPreviewQuery } from "@sallyport/api/apps.ts";
import { Problem } from "@sallyport/api/problem.ts";
import type { AppSummary } from "@sallyport/api/types.ts";
import type { AppView } from "@sallyport/runtime/view.ts";
import { useSession } from "@sallyport/ui/session-gate.tsx";
import { EmptyState, ErrorState } from "@sallyport/ui/states.tsx";
import { TopBar } from "@sallyport/ui/top-bar.tsx";
import { IconEyeOff, IconPencil } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { EditSkeleton } from "./edit-skeleton.tsx";
import styles from "./edit.module.css";
import { RunningPreview } from "./running-preview.tsx";
import { ViewAs } from "./view-as.tsx";

interface Props {
  readonly app: AppSummary;
  /** The id of a person or a group; null: the builder. */
  readonly reader: string | null;
  readonly onReader: (reader: string | null) => void;
}

export function PreviewPage({ app, reader, onReader }: Props) {
  const whoami = useSession();
  const view = useQuery(appPreviewQuery(app.id, reader));
  useEffect(() => {
    document.title = `Preview of ${app.name} · Sallyport`;
  }, [app.name]);
  const refusal = view.error instanceof Problem && reader !== null ? view.error.fieldError("as") : undefined;
  return (
    <div className={styles.preview}>
      <TopBar
        session={whoami}
        title={app.name}
        actions={
          <Button component="a" href={`/edit/${app.id}`} size="compact-md" fz="sm" variant="default" leftSection={<IconPencil size={16} />}>
            Edit
          </Button>
        }
      />
      <aside className={styles.previewStrip} aria-label="Preview">
        <Badge color="gray">Draft, {view.data?.environment ?? "development"}</Badge>
        {canAny(whoami, ["person.list", "group.list"]) && <ViewAs reader={reader} onReader={onReader} />}
        {reader !== null && view.isSuccess && <span className={styles.previewNote}>What is shown is theirs. Queries still run as you.</span>}
      </aside>
      {view.isPending && <EditSkeleton />}
      {view.isError && refusal === undefined && <ErrorState level={1} error={view.error} onRetry={() => void view.refetch()} />}
      {refusal !== undefined && (
        <EmptyState level={1} icon={<IconEyeOff size={24} />} title="This app is not there for them">
          They may not use it: it is in no list of theirs, and its address says “not found”. Share it with them to change that.
        </EmptyState>
      )}
      {view.isSuccess && <RunningPreview key={`${reader} ${view.dataUpdatedAt}`} app={app} view={view.data as unknown as AppView} />}
    </div>
  );
}

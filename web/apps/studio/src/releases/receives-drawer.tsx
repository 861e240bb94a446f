/** What the browser receives: the very answer that leaves the server for this app, as it is. */
import { Alert, Drawer, Stack, Text } from "@mantine/core";
import { appPreviewQuery } from "@sallyport/api/apps.ts";
import type { AppSummary } from "@sallyport/api/types.ts";
import { ScrollRegion } from "@sallyport/editor/scroll-region.tsx";
import type { EditorSession } from "@sallyport/editor/state/session.ts";
import { CopyButton } from "@sallyport/ui/copy-button.tsx";
import { ErrorState, ListSkeleton } from "@sallyport/ui/states.tsx";
import { IconShieldCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import styles from "./releases.module.css";

interface Props {
  readonly app: AppSummary;
  readonly session: EditorSession;
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function ReceivesDrawer({ app, session, opened, onClose }: Props) {
  return (
    <Drawer opened={opened} onClose={onClose} title="What the browser receives" size="xl">
      {opened && <Received app={app} session={session} />}
    </Drawer>
  );
}

function Received({ app, session }: Pick<Props, "app" | "session">) {
  const [isSaved, setSaved] = useState(false);
  useEffect(() => {
    void session.autosave.flush().then(() => setSaved(true));
  }, [session]);
  const view = useQuery({ ...appPreviewQuery(app.id), enabled: isSaved, gcTime: 0 });
  if (view.isPending) return <ListSkeleton label="Asking the server" />;
  if (view.isError) return <ErrorState error={view.error} onRetry={() => void view.refetch()} />;
  const text = JSON.stringify(view.data, null, 2);
  const { pages, widgets, queries } = view.data;
  return (
    <Stack gap="md">
      <Alert icon={<IconShieldCheck size={18} />} title="No query text, no credential, no address of a datasource">
        A query leaves the server as its name, its inputs and what follows it. People who may not run a query do not receive even that, nor the widgets outside
        their groups.
      </Alert>
      <Text size="sm">
        {count(pages.length, "page")}, {count(widgets.length, "widget")}, {count(queries.length, "query", "queries")}, {new Blob([text]).size.toLocaleString("en")} bytes before compression.
      </Text>
      <ScrollRegion className={styles.json} label="The answer of the server">
        <div className={styles.copy}>
          <CopyButton value={text} label="the answer" />
        </div>
        <pre>{text}</pre>
      </ScrollRegion>
    </Stack>
  );
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

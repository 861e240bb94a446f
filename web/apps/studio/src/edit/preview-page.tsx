/** The draft as its reader would get it: the server's own view of it, running, without the builder's hand. */
import { Badge, Button, UnstyledButton } from "@mantine/core";
import { appPreviewQuery } from "@sallyport/api/apps.ts";
import { Problem } from "@sallyport/api/problem.ts";
import { runDraftQuery } from "@sallyport/api/runs.ts";
import type { AppSummary } from "@sallyport/api/types.ts";
import { AskDialog } from "@sallyport/editor/canvas/ask-dialog.tsx";
import { resultOf, type Asking } from "@sallyport/editor/state/session.ts";
import { PageView } from "@sallyport/renderer/page-view.tsx";
import { startEngine } from "@sallyport/renderer/start-engine.ts";
import { QueryFailed } from "@sallyport/runtime/ports.ts";
import { Runtime } from "@sallyport/runtime/runtime.ts";
import type { AppView } from "@sallyport/runtime/view.ts";
import { useSession } from "@sallyport/ui/session-gate.tsx";
import { ErrorState } from "@sallyport/ui/states.tsx";
import { TopBar } from "@sallyport/ui/top-bar.tsx";
import { widgetModel } from "@sallyport/widgets/definitions.ts";
import { IconPencil } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { notifyTone } from "./edit-page.tsx";
import { EditSkeleton } from "./edit-skeleton.tsx";
import styles from "./edit.module.css";

export function PreviewPage({ app }: { readonly app: AppSummary }) {
  const view = useQuery(appPreviewQuery(app.id));
  if (view.isPending) return <EditSkeleton />;
  if (view.isError) return <ErrorState level={1} error={view.error} onRetry={() => void view.refetch()} />;
  return <Running app={app} view={view.data as unknown as AppView} />;
}

function Running({ app, view }: { readonly app: AppSummary; readonly view: AppView }) {
  const whoami = useSession();
  const [opened] = useState(view);
  const [page, setPage] = useState(opened.home ?? opened.pages[0]?.id ?? null);
  const [params, setParams] = useState<Readonly<Record<string, string>>>({});
  const [asking, setAsking] = useState<Asking | null>(null);
  const [runtime, setRuntime] = useState<Runtime | null>(null);

  useEffect(() => {
    const made = new Runtime(opened, {
      run: async (query, inputs, signal) => {
        try {
          return resultOf(await runDraftQuery(app.id, query, { inputs: { ...inputs }, environment: opened.environment }, signal));
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
          throw new QueryFailed({ code: error.code, title: error.title, detail: error.message, hint: error.hint, request_id: error.requestId });
        }
      },
      confirm: (message) =>
        new Promise((answer) =>
          setAsking({
            message,
            answer: (yes) => {
              setAsking(null);
              answer(yes);
            },
          }),
        ),
      notify: notifyTone,
      navigate: (next, given) => {
        setPage(next);
        setParams(given);
      },
      copy: (text) => navigator.clipboard.writeText(text),
      widgetModel,
      startEngine,
    });
    // oxlint-disable-next-line react/set-state-in-effect -- a runtime has an end, so that it is made where it is ended
    setRuntime(made);
    return () => made.dispose();
  }, [app.id, opened]);

  useEffect(() => {
    if (page !== null) runtime?.open(page, params);
  }, [runtime, page, params]);

  const menu = (
    <nav className={styles.previewNav} aria-label="Pages">
      {opened.pages
        .filter((item) => item.in_menu)
        .map((item) => (
          <UnstyledButton
            key={item.id}
            className={styles.previewLink}
            aria-current={item.id === page ? "page" : undefined}
            onClick={() => {
              setPage(item.id);
              setParams({});
            }}
          >
            {item.title}
          </UnstyledButton>
        ))}
    </nav>
  );
  const title = (
    <div className={styles.place}>
      <span className={styles.appName}>{opened.name}</span>
      <Badge size="sm">Draft, {opened.environment}</Badge>
      {menu}
    </div>
  );
  return (
    <div className={styles.preview}>
      <TopBar
        session={whoami}
        title={title}
        actions={
          <Button component="a" href={`/edit/${app.id}`} size="compact-md" fz="sm" variant="default" leftSection={<IconPencil size={16} />}>
            Edit
          </Button>
        }
      />
      <main className={styles.previewBody}>
        {runtime && page !== null && <PageView runtime={runtime} page={page} widgets={runtime.view.widgets} mode="preview" />}
        {page === null && <p>This app has no page yet.</p>}
      </main>
      <AskDialog asking={asking} />
    </div>
  );
}

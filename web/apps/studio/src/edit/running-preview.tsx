/** A view of the draft, running: its pages, its queries as drafts, its questions. */
import { UnstyledButton } from "@mantine/core";
import { Problem } from "@sallyport/api/problem.ts";
import { runDraftQuery } from "@sallyport/api/runs.ts";
import type { AppSummary } from "@sallyport/api/types.ts";
import { AskDialog } from "@sallyport/editor/canvas/ask-dialog.tsx";
import { resultOf, type Asking } from "@sallyport/editor/state/session.ts";
import { useAppTheme } from "@sallyport/renderer/app-theme.ts";
import { PageView } from "@sallyport/renderer/page-view.tsx";
import { startEngine } from "@sallyport/renderer/start-engine.ts";
import { QueryFailed } from "@sallyport/runtime/ports.ts";
import { Runtime } from "@sallyport/runtime/runtime.ts";
import type { AppView } from "@sallyport/runtime/view.ts";
import { EmptyState } from "@sallyport/ui/states.tsx";
import { widgetModel } from "@sallyport/widgets/definitions.ts";
import { IconFile } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { notifyTone } from "./edit-page.tsx";
import styles from "./edit.module.css";

interface Props {
  readonly app: AppSummary;
  readonly view: AppView;
}

/** The view as it was when it was opened: what the builder does meanwhile comes with the next one. */
export function RunningPreview({ app, view }: Props) {
  const [opened] = useState(view);
  useAppTheme(opened.theme);
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

  const shown = opened.pages.filter((item) => item.in_menu);
  return (
    <>
      {shown.length > 1 && (
        <nav className={styles.previewNav} aria-label="Pages">
          {shown.map((item) => (
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
      )}
      <main className={styles.previewBody}>
        {runtime && page !== null && <PageView runtime={runtime} page={page} widgets={runtime.view.widgets} mode="preview" />}
        {page === null && <EmptyState level={1} icon={<IconFile size={24} />} title="This app has no page yet" />}
      </main>
      <AskDialog asking={asking} />
    </>
  );
}

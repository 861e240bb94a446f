/** One app in the builder: finds it, reads its draft, opens a session. */
import { appsQuery, readDraft } from "@sallyport/api/apps.ts";
import type { AppSummary } from "@sallyport/api/types.ts";
import type { Draft } from "@sallyport/editor/state/autosave.ts";
import { ErrorState, NotFound } from "@sallyport/ui/states.tsx";
import { useQuery } from "@tanstack/react-query";
import { EditPage } from "./edit-page.tsx";
import { EditSkeleton } from "./edit-skeleton.tsx";
import { PreviewPage } from "./preview-page.tsx";

interface Props {
  readonly app: string;
  readonly isPreview: boolean;
  readonly reader: string | null;
  readonly onReader: (reader: string | null) => void;
}

export function EditRoute({ app, isPreview, reader, onReader }: Props) {
  const apps = useQuery(appsQuery);
  const summary = apps.data?.find((candidate) => candidate.id === app);
  if (apps.isPending) return <EditSkeleton />;
  if (apps.isError) return <ErrorState level={1} error={apps.error} onRetry={() => void apps.refetch()} />;
  if (!summary?.can.includes("app.edit")) return <NotFound level={1} />;
  return isPreview ? <PreviewPage key={app} app={summary} reader={reader} onReader={onReader} /> : <WithDraft key={app} app={summary} />;
}

/** The draft is read once, afresh; from then on the session knows better than any cache. */
function WithDraft({ app }: { readonly app: AppSummary }) {
  const draft = useQuery({
    queryKey: ["apps", app.id, "draft"],
    queryFn: ({ signal }) => readDraft(app.id, signal),
    gcTime: 0,
    staleTime: Infinity,
  });
  if (draft.isPending) return <EditSkeleton />;
  if (draft.isError) return <ErrorState level={1} error={draft.error} onRetry={() => void draft.refetch()} />;
  // The document's records are checked by the server; its schema is this package's types.
  return <EditPage app={app} draft={draft.data as unknown as Draft} />;
}

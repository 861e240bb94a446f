/** The viewer: an app for those who use it. Knows nothing of drafts, of documents or of the builder. */
import { appViewQuery } from "@sallyport/api/apps.ts";
import { ErrorState } from "@sallyport/ui/states.tsx";
import { SessionGate } from "@sallyport/ui/session-gate.tsx";
import { usePrefetchQuery, useQuery } from "@tanstack/react-query";
import { useAddress } from "./address.ts";
import { AppScreen } from "./app-screen.tsx";
import { AppSkeleton } from "./app-skeleton.tsx";
import { viewFrom } from "./view-from.ts";
import "./viewer.css";

export function Viewer() {
  const { app } = useAddress();
  // asked together with who is signed in, not after it
  usePrefetchQuery(appViewQuery(app));
  return (
    <SessionGate loading={<AppSkeleton />}>
      <OneApp key={app} app={app} />
    </SessionGate>
  );
}

function OneApp({ app }: { readonly app: string }) {
  const view = useQuery({ ...appViewQuery(app), select: viewFrom });
  if (view.isPending) return <AppSkeleton />;
  if (view.isError) return <ErrorState level={1} error={view.error} onRetry={() => void view.refetch()} />;
  return <AppScreen key={view.data.release} view={view.data} />;
}

/**
 * The studio's addresses. The router is not registered as the workspace's one router type (administration's is), so pages get
 * what they need from their route as properties, and link with plain addresses.
 */
import { ErrorState, NotFound } from "@sallyport/ui/states.tsx";
import { createRootRoute, createRoute, createRouter, Outlet } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { AppsPage } from "./apps/apps-page.tsx";
import { EditSkeleton } from "./edit/edit-skeleton.tsx";

/** The builder is large; it loads when an app is opened for editing. */
const EditRoute = lazy(() => import("./edit/edit-route.tsx").then((module) => ({ default: module.EditRoute })));

const root = createRootRoute({
  component: Outlet,
  notFoundComponent: () => <NotFound level={1} />,
  errorComponent: ({ error, reset }) => <ErrorState level={1} error={error} onRetry={reset} />,
});

const apps = createRoute({ getParentRoute: () => root, path: "/", component: AppsPage });

/** `as`: for whose eyes the preview is. */
type Search = { readonly view?: "preview"; readonly as?: string };

const edit = createRoute({
  getParentRoute: () => root,
  path: "/edit/$app",
  validateSearch: (search): Search => ({
    ...(search["view"] === "preview" ? { view: "preview" as const } : {}),
    ...(typeof search["as"] === "string" ? { as: search["as"] } : {}),
  }),
  component: function Edit() {
    const { app } = edit.useParams();
    const { view, as: reader = null } = edit.useSearch();
    const onReader = (chosen: string | null) => {
      const who = chosen === null ? "" : `&as=${encodeURIComponent(chosen)}`;
      router.history.replace(`/edit/${app}?view=preview${who}`);
    };
    return (
      <Suspense fallback={<EditSkeleton />}>
        <EditRoute app={app} isPreview={view === "preview"} reader={reader} onReader={onReader} />
      </Suspense>
    );
  },
});

export const router = createRouter({ routeTree: root.addChildren([apps, edit]), defaultPreload: false });

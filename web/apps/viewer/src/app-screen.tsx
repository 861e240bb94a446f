import { appPorts } from "@sallyport/renderer/app-ports.ts";
import { useAppTheme } from "@sallyport/renderer/app-theme.ts";
import { useConfirmations } from "@sallyport/renderer/confirmations.tsx";
import { PageView } from "@sallyport/renderer/page-view.tsx";
import { Runtime } from "@sallyport/runtime/runtime.ts";
import type { AppView, ViewPage } from "@sallyport/runtime/view.ts";
import { NotFound } from "@sallyport/ui/states.tsx";
import { useEffect, useMemo, useRef } from "react";
import { go, here, useAddress } from "./address.ts";
import { AppBar } from "./app-bar.tsx";

export function AppScreen({ view }: { readonly view: AppView }) {
  const address = useAddress();
  const { confirm, dialog } = useConfirmations();
  const page = pageAt(view, address.page);
  useAppTheme(view.theme);

  const runtime = useMemo(() => {
    const navigate = (id: string, params: { readonly [name: string]: string }) => {
      const target = view.pages.find((candidate) => candidate.id === id);
      if (target) go({ app: view.id, page: target.name, params, bar: here().bar });
    };
    return new Runtime(view, appPorts({ app: view.id, confirm, navigate }));
  }, [view, confirm]);

  const params = JSON.stringify(address.params);
  const pageId = page?.id;
  useEffect(() => {
    if (pageId !== undefined) runtime.open(pageId, JSON.parse(params) as { [name: string]: string });
  }, [runtime, pageId, params]);
  useDisposal(runtime);
  useFirstWidgetMark();
  useEffect(() => {
    document.title = page === undefined ? view.name : `${page.title} · ${view.name}`;
  }, [page, view.name]);

  return (
    <div className="app">
      <a className="app-skip" href="#main">
        Skip to the content
      </a>
      {address.bar && <AppBar view={view} current={page?.id ?? null} />}
      <main id="main" tabIndex={-1} className="app-main">
        {page === undefined ? (
          <NotFound level={1} home={`/apps/${view.id}`} />
        ) : (
          <PageView runtime={runtime} page={page.id} widgets={view.widgets} mode="view" />
        )}
      </main>
      {dialog}
    </div>
  );
}

function pageAt(view: AppView, name: string | null): ViewPage | undefined {
  if (name !== null) return view.pages.find((page) => page.name === name);
  return view.pages.find((page) => page.id === view.home) ?? view.pages[0];
}

/** For measuring: the first frame in which widgets stand on the page (`performance.getEntriesByName("first_widget")`). */
function useFirstWidgetMark(): void {
  useEffect(() => {
    const frame = requestAnimationFrame(() => performance.mark("first_widget"));
    return () => cancelAnimationFrame(frame);
  }, []);
}

/** React may run an effect's clean-up and the effect again with the same runtime, so the end is only near, not here. */
function useDisposal(runtime: Runtime): void {
  const alive = useRef<Runtime | null>(null);
  useEffect(() => {
    alive.current = runtime;
    return () => {
      alive.current = null;
      setTimeout(() => {
        if (alive.current !== runtime) runtime.dispose();
      });
    };
  }, [runtime]);
}

/** Workspaces, apps, drafts and releases. */
import { queryOptions } from "@tanstack/react-query";
import { answer, client, done } from "./client.ts";
import type { AppSummary, AppView, DocumentChange, Draft, Release, ReleaseView, Workspace } from "./types.ts";

export const workspacesQuery = queryOptions({
  queryKey: ["workspaces"],
  queryFn: ({ signal }): Promise<Workspace[]> =>
    answer(client.GET("/api/v1/workspaces", { signal })).then(({ items }) => items),
});

export const createWorkspace = (name: string): Promise<Workspace> =>
  answer(client.POST("/api/v1/workspaces", { body: { name } }));

export const appsQuery = queryOptions({
  queryKey: ["apps"],
  queryFn: ({ signal }): Promise<AppSummary[]> =>
    answer(client.GET("/api/v1/apps", { signal })).then(({ items }) => items),
});

export const createApp = (workspace: string, name: string): Promise<AppSummary> =>
  answer(client.POST("/api/v1/workspaces/{workspace}/apps", { params: { path: { workspace } }, body: { name } }));

export const renameApp = (app: string, name: string): Promise<AppSummary> =>
  answer(client.PATCH("/api/v1/apps/{app}", { params: { path: { app } }, body: { name } }));

export const deleteApp = (app: string): Promise<void> =>
  done(client.DELETE("/api/v1/apps/{app}", { params: { path: { app } } }));

/** The released app, as its reader may see it. */
export const appViewQuery = (app: string) =>
  queryOptions({
    queryKey: ["apps", app, "view"],
    queryFn: ({ signal }): Promise<AppView> =>
      answer(client.GET("/api/v1/apps/{app}", { params: { path: { app } }, signal })),
    staleTime: Infinity,
  });

/** The same view made from the draft, for its builder or for the eyes of a person or a group. */
export const appPreviewQuery = (app: string, reader: string | null = null) =>
  queryOptions({
    queryKey: ["apps", app, "preview", reader],
    queryFn: ({ signal }): Promise<AppView> =>
      answer(client.GET("/api/v1/apps/{app}/preview", { params: { path: { app }, query: reader === null ? {} : { as: reader } }, signal })),
    staleTime: 0,
  });

export const readDraft = (app: string, signal?: AbortSignal): Promise<Draft> =>
  answer(client.GET("/api/v1/apps/{app}/draft", { params: { path: { app } }, signal: signal ?? null }));

/** A change as the document package makes it. */
export interface DraftChange {
  readonly added: object;
  readonly updated: object;
  readonly removed: object;
}

/** Stale with the code `stale`: the problem's body carries `current`, the draft as it is now. */
export const changeDraft = (app: string, revision: number, change: DraftChange): Promise<{ revision: number }> =>
  answer(
    client.PATCH("/api/v1/apps/{app}/draft", {
      params: { path: { app } },
      // one shape in two languages: the document package's type and the server's are held together by spec/vectors
      body: { revision, change: change as DocumentChange },
    }),
  );

export const releasesQuery = (app: string) =>
  queryOptions({
    queryKey: ["apps", app, "releases"],
    queryFn: ({ signal }): Promise<Release[]> =>
      answer(client.GET("/api/v1/apps/{app}/releases", { params: { path: { app } }, signal })).then(({ items }) => items),
  });

export const releaseQuery = (app: string, number: number) =>
  queryOptions({
    queryKey: ["apps", app, "releases", number],
    queryFn: ({ signal }): Promise<ReleaseView> =>
      answer(
        client.GET("/api/v1/apps/{app}/releases/{number}", { params: { path: { app, number } }, signal }),
      ).then(({ release, document }) => ({ ...release, document })),
    staleTime: Infinity,
  });

export const releaseApp = (app: string, revision: number, note: string): Promise<Release> =>
  answer(client.POST("/api/v1/apps/{app}/releases", { params: { path: { app } }, body: { revision, note } }));

export const rollBackApp = (app: string, number: number, note: string): Promise<Release> =>
  answer(client.POST("/api/v1/apps/{app}/rollback", { params: { path: { app } }, body: { number, note } }));

import { queryOptions } from "@tanstack/react-query";
import { answer, client, done } from "./client.ts";
import type {
  Credential,
  Datasource,
  DatasourceKind,
  DatasourceSchema,
  DatasourceSettings,
  DatasourceTest,
  Environment,
} from "./types.ts";

export const datasourcesQuery = queryOptions({
  queryKey: ["datasources"],
  queryFn: ({ signal }): Promise<Datasource[]> =>
    answer(client.GET("/api/v1/datasources", { signal })).then(({ items }) => items),
});

export const datasourceQuery = (datasource: string) =>
  queryOptions({
    queryKey: ["datasources", datasource],
    queryFn: ({ signal }): Promise<Datasource> =>
      answer(client.GET("/api/v1/datasources/{datasource}", { params: { path: { datasource } }, signal })),
  });

export const createDatasource = (name: string, kind: DatasourceKind): Promise<Datasource> =>
  answer(client.POST("/api/v1/datasources", { body: { name, kind } }));

export const renameDatasource = (datasource: string, name: string): Promise<Datasource> =>
  answer(client.PATCH("/api/v1/datasources/{datasource}", { params: { path: { datasource } }, body: { name } }));

export const deleteDatasource = (datasource: string): Promise<void> =>
  done(client.DELETE("/api/v1/datasources/{datasource}", { params: { path: { datasource } } }));

export interface Configuration {
  settings: DatasourceSettings;
  /** Absent keeps the stored one, null removes it. A stored one is never read back. */
  credential?: Credential | null;
}

export const configureDatasource = (datasource: string, environment: Environment, body: Configuration): Promise<Datasource> =>
  answer(
    client.PUT("/api/v1/datasources/{datasource}/environments/{environment}", {
      params: { path: { datasource, environment } },
      body,
    }),
  );

export const testDatasource = (datasource: string, environment: Environment): Promise<DatasourceTest> =>
  answer(
    client.POST("/api/v1/datasources/{datasource}/environments/{environment}/test", {
      params: { path: { datasource, environment } },
    }),
  );

export const datasourceSchemaQuery = (datasource: string, environment: string) =>
  queryOptions({
    queryKey: ["datasources", datasource, "schema", environment],
    queryFn: ({ signal }): Promise<DatasourceSchema> =>
      answer(
        client.GET("/api/v1/datasources/{datasource}/environments/{environment}/schema", {
          // the names of environments are checked by the server
          params: { path: { datasource, environment: environment as Environment } },
          signal,
        }),
      ),
    staleTime: 300_000,
  });

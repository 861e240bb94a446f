/** Accounts of programs, and the keys that programs come with. */
import { queryOptions } from "@tanstack/react-query";
import { answer, client, done } from "./client.ts";
import { allPages } from "./pages.ts";
import type { ApiKey, MadeKey, NewKey, NewServiceAccount, PersonStatus, Role, ServiceAccount } from "./types.ts";

/** What a key may be used for, in groups of acts. Its owner's own rights are the limit of each. */
export const keyPermissions = ["read", "run_queries", "build", "administer"] as const;

export interface ServiceAccountChange {
  name?: string;
  description?: string;
  status?: PersonStatus;
  roles?: Role[];
  groups?: string[];
}

export const serviceAccountsQuery = queryOptions({
  queryKey: ["service-accounts"],
  queryFn: ({ signal }): Promise<ServiceAccount[]> => answer(client.GET("/api/v1/service-accounts", { signal })).then(({ items }) => items),
});

const at = (account: string) => ({ params: { path: { account } } });

export const createServiceAccount = (body: NewServiceAccount): Promise<ServiceAccount> => answer(client.POST("/api/v1/service-accounts", { body }));

export const changeServiceAccount = (account: string, body: ServiceAccountChange): Promise<ServiceAccount> =>
  answer(client.PATCH("/api/v1/service-accounts/{account}", { ...at(account), body }));

export const deleteServiceAccount = (account: string): Promise<void> => done(client.DELETE("/api/v1/service-accounts/{account}", at(account)));

export const serviceKeysQuery = (account: string) =>
  queryOptions({
    queryKey: ["keys", account],
    queryFn: ({ signal }): Promise<ApiKey[]> => answer(client.GET("/api/v1/service-accounts/{account}/keys", { ...at(account), signal })).then(({ items }) => items),
  });

export const createServiceKey = (account: string, body: NewKey): Promise<MadeKey> =>
  answer(client.POST("/api/v1/service-accounts/{account}/keys", { ...at(account), body }));

export const rotateServiceKey = (account: string, key: string, overlapMinutes: number): Promise<MadeKey> =>
  answer(
    client.POST("/api/v1/service-accounts/{account}/keys/{key}/rotate", {
      params: { path: { account, key } },
      body: { overlap_minutes: overlapMinutes },
    }),
  );

/** Every key of the tenant, whoever's. */
export const keysQuery = queryOptions({
  queryKey: ["keys"],
  queryFn: ({ signal }): Promise<ApiKey[]> => allPages((query) => answer(client.GET("/api/v1/keys", { params: { query }, signal }))),
});

export const revokeKey = (key: string): Promise<void> => done(client.DELETE("/api/v1/keys/{key}", { params: { path: { key } } }));

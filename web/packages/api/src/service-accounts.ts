/** Accounts of programs, and the keys that programs come with. */
import { queryOptions } from "@tanstack/react-query";
import { act, ask } from "./call.ts";
import { allPages } from "./pages.ts";
import type { Page, Role } from "./types.ts";

export interface ServiceAccount {
  id: string;
  name: string;
  description: string;
  roles: Role[];
  groups: { id: string; name: string }[];
  status: "active" | "disabled";
  created_at: string;
}

export interface ServiceAccountChange {
  name?: string;
  description?: string;
  roles?: Role[];
  groups?: string[];
  status?: "active" | "disabled";
}

export type NewServiceAccount = Required<Pick<ServiceAccountChange, "name" | "description" | "roles" | "groups">>;

/** What a key may be used for, in groups of acts. Its owner's own rights are the limit of each. */
export const keyPermissions = ["read", "run_queries", "build", "administer"] as const;

export interface ApiKey {
  id: string;
  name: string;
  owner: { id: string; name: string; kind: "person" | "service" };
  permissions: string[];
  apps: string[];
  workspaces: string[];
  /** Ranges that it may be used from; none is everywhere. */
  addresses: string[];
  created_by: string;
  created_at: string;
  expires_at: string;
  rotated_at: string | null;
  /** Until when the secret before this one still works. */
  old_secret_until: string | null;
  last_used_at: string | null;
  last_address: string | null;
}

export interface NewKey {
  name: string;
  permissions: string[];
  apps?: string[];
  workspaces?: string[];
  expires_at: string;
  addresses?: string[];
}

/** The secret is there this once. */
export interface MadeKey {
  key: ApiKey;
  secret: string;
}

const listOf = <Item>({ items }: { items: Item[] }): Item[] => items;

export const serviceAccountsQuery = queryOptions({
  queryKey: ["service-accounts"],
  queryFn: ({ signal }): Promise<ServiceAccount[]> => ask<{ items: ServiceAccount[] }>("GET", "/service-accounts", { signal }).then(listOf),
});

const at = (account: string) => ({ path: { account } });

export const createServiceAccount = (body: NewServiceAccount): Promise<ServiceAccount> => ask("POST", "/service-accounts", { body });

export const changeServiceAccount = (account: string, body: ServiceAccountChange): Promise<ServiceAccount> =>
  ask("PATCH", "/service-accounts/{account}", { ...at(account), body });

export const deleteServiceAccount = (account: string): Promise<void> => act("DELETE", "/service-accounts/{account}", at(account));

export const serviceKeysQuery = (account: string) =>
  queryOptions({
    queryKey: ["keys", account],
    queryFn: ({ signal }): Promise<ApiKey[]> => ask<{ items: ApiKey[] }>("GET", "/service-accounts/{account}/keys", { ...at(account), signal }).then(listOf),
  });

export const createServiceKey = (account: string, body: NewKey): Promise<MadeKey> => ask("POST", "/service-accounts/{account}/keys", { ...at(account), body });

export const rotateServiceKey = (account: string, key: string, overlapMinutes: number): Promise<MadeKey> =>
  ask("POST", "/service-accounts/{account}/keys/{key}/rotate", { path: { account, key }, body: { overlap_minutes: overlapMinutes } });

/** Every key of the tenant, whoever's. */
export const keysQuery = queryOptions({
  queryKey: ["keys"],
  queryFn: ({ signal }): Promise<ApiKey[]> => allPages((query) => ask<Page<ApiKey>>("GET", "/keys", { query, signal })),
});

export const revokeKey = (key: string): Promise<void> => act("DELETE", "/keys/{key}", { path: { key } });

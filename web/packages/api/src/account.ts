/** What everybody may do with their own account: profile, password, second factors, sessions, keys. */
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { act, ask } from "./call.ts";
import type { components } from "./schema.d.ts";
import type { PasskeyJson } from "./entrance.ts";
import type { Whoami } from "./types.ts";

type Schemas = components["schemas"];

export type Account = Schemas["AccountView"];

export const accountQuery = queryOptions({
  queryKey: ["account"],
  queryFn: ({ signal }): Promise<Account> => ask("GET", "/account", { signal }),
});

export type FactorKind = Schemas["FactorKind"];

export type Factor = Schemas["FactorView"];

export type Factors = Schemas["FactorList"];

export const factorsQuery = queryOptions({
  queryKey: ["account", "factors"],
  queryFn: ({ signal }): Promise<Factors> => ask("GET", "/account/factors", { signal }),
});

/** A factor that was begun; it is one when it is proved to work. */
export type Enrolment = Schemas["Enrolment"];

export type NewFactor = Schemas["NewFactor"];

export const beginFactor = (body: { kind: FactorKind; phone?: string }): Promise<Enrolment> => ask("POST", "/account/factors", { body });

export const confirmFactor = (body: { ticket: string; name: string; code?: string; credential?: PasskeyJson }): Promise<NewFactor> =>
  ask("POST", "/account/factors/confirm", { body });

export const renameFactor = (factor: string, name: string): Promise<void> => act("PATCH", "/account/factors/{factor}", { path: { factor }, body: { name } });

export const removeFactor = (factor: string): Promise<void> => act("DELETE", "/account/factors/{factor}", { path: { factor } });

export const newRecoveryCodes = (): Promise<{ codes: string[] }> => ask("POST", "/account/recovery-codes", { body: {} });

export type OwnSession = Schemas["SessionView"];

export const sessionsQuery = queryOptions({
  queryKey: ["account", "sessions"],
  queryFn: ({ signal }): Promise<OwnSession[]> => ask<{ items: OwnSession[] }>("GET", "/account/sessions", { signal }).then(({ items }) => items),
});

export const endSession = (session: string): Promise<void> => act("DELETE", "/account/sessions/{session}", { path: { session } });

export const endOtherSessions = (): Promise<void> => act("DELETE", "/account/sessions");

export type OwnKey = Schemas["KeyView"];

export const keysQuery = queryOptions({
  queryKey: ["account", "keys"],
  queryFn: ({ signal }): Promise<OwnKey[]> => ask<{ items: OwnKey[] }>("GET", "/account/keys", { signal }).then(({ items }) => items),
});

export interface KeyOrder {
  name: string;
  permissions: string[];
  expires_at: string;
  addresses: string[];
  /** With none it is for everywhere. */
  apps: string[];
}

/** A key with its secret, which is told this once. */
export type MintedKey = Schemas["NewKeyView"];

export const createKey = (body: KeyOrder): Promise<MintedKey> => ask("POST", "/account/keys", { body });

export const rotateKey = (key: string, overlapMinutes: number): Promise<MintedKey> =>
  ask("POST", "/account/keys/{key}/rotate", { path: { key }, body: { overlap_minutes: overlapMinutes } });

export const revokeKey = (key: string): Promise<void> => act("DELETE", "/account/keys/{key}", { path: { key } });

export const renameMe = (name: string): Promise<void> => act("PATCH", "/account", { body: { name } });

export const changeEmail = (email: string): Promise<void> => act("POST", "/account/email", { body: { email } });

export const verifyEmail = (): Promise<void> => act("POST", "/account/email/verify", { body: {} });

export const changePassword = (body: { current: string; password: string }): Promise<void> => act("POST", "/account/password", { body });

/** How who is there can be proved. */
export type ProofMethod = "password" | "totp" | "passkey" | "recovery" | "email" | "sms";

export interface ProofChallenge {
  methods: ProofMethod[];
  ticket: string | null;
  passkey: PasskeyJson | null;
}

export interface Proof {
  password?: string;
  method?: ProofMethod;
  code?: string;
  credential?: PasskeyJson;
  ticket?: string;
}

export const proofChallenge = (): Promise<ProofChallenge> => ask("POST", "/session/proof/challenge", { body: {} });

export const prove = (body: Proof): Promise<Whoami> => ask("POST", "/session/proof", { body });

/** An act on one's own account: what was read of it is read anew. */
export function useAccountAct<Input, Output>(act: (input: Input) => Promise<Output>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn: act, onSuccess: () => queries.invalidateQueries({ queryKey: ["account"] }) });
}

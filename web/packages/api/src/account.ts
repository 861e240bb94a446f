/** What everybody may do with their own account: profile, password, second factors, sessions, keys. */
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { answer, client, done } from "./client.ts";
import { type FactorMethod, type PasskeyJson, opaque } from "./entrance.ts";
import type { components } from "./schema.d.ts";
import type { Whoami } from "./types.ts";

type Schemas = components["schemas"];

export type Account = Schemas["AccountView"];

export const accountQuery = queryOptions({
  queryKey: ["account"],
  queryFn: ({ signal }): Promise<Account> => answer(client.GET("/api/v1/account", { signal })),
});

export type FactorKind = Schemas["FactorKind"];

export type Factor = Schemas["FactorView"];

export type Factors = Schemas["FactorList"];

export const factorsQuery = queryOptions({
  queryKey: ["account", "factors"],
  queryFn: ({ signal }): Promise<Factors> => answer(client.GET("/api/v1/account/factors", { signal })),
});

/** A factor that was begun; it is one when it is proved to work. */
export type Enrolment = Schemas["Enrolment"];

export type NewFactor = Schemas["NewFactor"];

export const beginFactor = (body: { kind: FactorKind; phone?: string }): Promise<Enrolment> => answer(client.POST("/api/v1/account/factors", { body }));

export const confirmFactor = ({ credential, ...body }: { ticket: string; name: string; code?: string; credential?: PasskeyJson }): Promise<NewFactor> =>
  answer(client.POST("/api/v1/account/factors/confirm", { body: { ...body, ...opaque(credential) } }));

export const renameFactor = (factor: string, name: string): Promise<void> =>
  done(client.PATCH("/api/v1/account/factors/{factor}", { params: { path: { factor } }, body: { name } }));

export const removeFactor = (factor: string): Promise<void> => done(client.DELETE("/api/v1/account/factors/{factor}", { params: { path: { factor } } }));

export const newRecoveryCodes = (): Promise<{ codes: string[] }> => answer(client.POST("/api/v1/account/recovery-codes", { body: {} }));

export type OwnSession = Schemas["SessionView"];

export const sessionsQuery = queryOptions({
  queryKey: ["account", "sessions"],
  queryFn: ({ signal }): Promise<OwnSession[]> => answer(client.GET("/api/v1/account/sessions", { signal })).then(({ items }) => items),
});

export const endSession = (session: string): Promise<void> => done(client.DELETE("/api/v1/account/sessions/{session}", { params: { path: { session } } }));

export const endOtherSessions = (): Promise<void> => done(client.DELETE("/api/v1/account/sessions"));

export type OwnKey = Schemas["KeyView"];

export const keysQuery = queryOptions({
  queryKey: ["account", "keys"],
  queryFn: ({ signal }): Promise<OwnKey[]> => answer(client.GET("/api/v1/account/keys", { signal })).then(({ items }) => items),
});

/** With no apps it is for everywhere. */
export type KeyOrder = Schemas["CreateKeyBody"];

/** A key with its secret, which is told this once. */
export type MintedKey = Schemas["NewKeyView"];

export const createKey = (body: KeyOrder): Promise<MintedKey> => answer(client.POST("/api/v1/account/keys", { body }));

export const rotateKey = (key: string, overlapMinutes: number): Promise<MintedKey> =>
  answer(client.POST("/api/v1/account/keys/{key}/rotate", { params: { path: { key } }, body: { overlap_minutes: overlapMinutes } }));

export const revokeKey = (key: string): Promise<void> => done(client.DELETE("/api/v1/account/keys/{key}", { params: { path: { key } } }));

export const renameMe = (name: string): Promise<void> => done(client.PATCH("/api/v1/account", { body: { name } }));

export const changeEmail = (email: string): Promise<void> => done(client.POST("/api/v1/account/email", { body: { email } }));

export const verifyEmail = (): Promise<void> => done(client.POST("/api/v1/account/email/verify", { body: {} }));

export const changePassword = (body: { current: string; password: string }): Promise<void> => done(client.POST("/api/v1/account/password", { body }));

/** The ways to prove who is there. */
export type ProofChallenge = Omit<Schemas["ProofChallenge"], "methods"> & { methods: ("password" | FactorMethod)[] };

/** The password, or the answer of a second factor with the challenge's ticket. */
export interface Proof {
  password?: string;
  method?: FactorMethod;
  code?: string;
  credential?: PasskeyJson;
  ticket?: string;
}

export const proofChallenge = (): Promise<ProofChallenge> => answer(client.POST("/api/v1/session/proof/challenge", { body: {} })) as Promise<ProofChallenge>;

/** Sends the code of a proof to one's own telephone. */
export const sendProofCode = (ticket: string): Promise<void> => done(client.POST("/api/v1/session/proof/code", { body: { ticket } }));

export const prove = ({ credential, ...body }: Proof): Promise<Whoami> => answer(client.POST("/api/v1/session/proof", { body: { ...body, ...opaque(credential) } }));

/** An act on one's own account: what was read of it is read anew. */
export function useAccountAct<Input, Output>(act: (input: Input) => Promise<Output>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn: act, onSuccess: () => queries.invalidateQueries({ queryKey: ["account"] }) });
}

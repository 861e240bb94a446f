/** Coming in: a sign-in in steps, and the ways to an account and back to one. All of it is for people who are not signed in. */
import { queryOptions, useMutation } from "@tanstack/react-query";
import { answer, client, done } from "./client.ts";
import { useNewSession } from "./session.ts";
import type { components } from "./schema.d.ts";

type Schemas = components["schemas"];

/** How a second step can be taken. */
export type FactorMethod = Schemas["FactorMethod"];

/** A JSON form of WebAuthn (`PublicKeyCredentialRequestOptionsJSON` and its kin): passed on, read by `passkey.ts` alone. */
export type PasskeyJson = Readonly<Record<string, unknown>>;

/** As a part of what is sent: all that the schema says of it is that it is an object. */
export const opaque = (credential: PasskeyJson | undefined) => (credential === undefined ? {} : { credential: credential as Record<string, never> });

export type SignInAnswer = Schemas["SignInAnswer"];

export type SecondStep = Extract<SignInAnswer, { state: "second_factor" }>;

export type SignInOptions = Schemas["SignInOptions"];

export const signInOptionsQuery = queryOptions({
  queryKey: ["session", "options"],
  queryFn: ({ signal }): Promise<SignInOptions> => answer(client.GET("/api/v1/sign-in-options", { signal })),
  staleTime: 300_000,
});

export interface PasswordStep {
  email: string;
  password: string;
}

export interface FactorStep {
  ticket: string;
  method: FactorMethod;
  code?: string;
  credential?: PasskeyJson;
}

export type PasskeyChallenge = Schemas["PasskeyChallenge"];

/** A browser without a session says which step is next, or who is in. */
export const useSignIn = () => useNewSession((body: PasswordStep) => answer(client.POST("/api/v1/session", { body })));

export const useSecondStep = () =>
  useNewSession(({ credential, ...body }: FactorStep) => answer(client.POST("/api/v1/session/second-factor", { body: { ...body, ...opaque(credential) } })));

/** Sends the code of a step to the mailbox or the telephone that it goes to. */
export const useSendCode = () =>
  useMutation({ mutationFn: (body: { ticket: string; method: "email" | "sms" }) => done(client.POST("/api/v1/session/second-factor/code", { body })) });

export const passkeyChallenge = (): Promise<PasskeyChallenge> => answer(client.POST("/api/v1/session/passkey/challenge", { body: {} }));

export const usePasskeySignIn = () =>
  useNewSession(({ ticket, credential }: { ticket: string; credential: PasskeyJson }) => answer(client.POST("/api/v1/session/passkey", { body: { ticket, credential: credential as Record<string, never> } })));

/** What a link is to that makes an account. */
export type Offer = Schemas["OfferView"];

/** What whoever has such a link chooses. */
export interface OfferTaken {
  token: string;
  name: string;
  password: string;
}

export const lookAtInvitation = (token: string): Promise<Offer> => answer(client.POST("/api/v1/invitations/look", { body: { token } }));

export const useAcceptInvitation = () => useNewSession((body: OfferTaken) => answer(client.POST("/api/v1/invitations/accept", { body })));

export const register = (body: { email: string; name: string }): Promise<void> => done(client.POST("/api/v1/registration", { body }));

export const lookAtRegistration = (token: string): Promise<Offer> => answer(client.POST("/api/v1/registration/look", { body: { token } }));

export const useConfirmRegistration = () => useNewSession((body: OfferTaken) => answer(client.POST("/api/v1/registration/confirm", { body })));

/** `done` is false while the other address has not agreed yet. */
export const confirmEmail = (token: string): Promise<{ done: boolean }> => answer(client.POST("/api/v1/email/confirm", { body: { token } }));

export const askForReset = (email: string): Promise<void> => done(client.POST("/api/v1/password-reset", { body: { email } }));

export const resetPassword = (body: { token: string; password: string }): Promise<void> => done(client.POST("/api/v1/password-reset/confirm", { body }));

/** What the server makes of a password: 0 is guessed at once, 4 is not. */
export type Assessment = Schemas["Assessment"];

/** A password, and whose it is to be as far as that is known. */
export type Choice = Schemas["AssessPasswordBody"];

export const assessPassword = (body: Choice, signal?: AbortSignal): Promise<Assessment> =>
  answer(client.POST("/api/v1/passwords/assess", { body, ...(signal ? { signal } : {}) }));

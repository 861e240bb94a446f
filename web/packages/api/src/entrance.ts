/** Coming in: a sign-in in steps, and the ways to an account and back to one. All of it is for people who are not signed in. */
import { queryOptions, useMutation } from "@tanstack/react-query";
import { act, ask } from "./call.ts";
import { useNewSession } from "./session.ts";
import type { components } from "./schema.d.ts";
import type { Whoami } from "./types.ts";

type Schemas = components["schemas"];

/** How a second step can be taken. */
export type SignInMethod = "totp" | "passkey" | "recovery" | "email" | "sms";

/** A JSON form of WebAuthn (`PublicKeyCredentialRequestOptionsJSON` and its kin): passed on, read by `passkey.ts` alone. */
export type PasskeyJson = Readonly<Record<string, unknown>>;

export interface SecondStep {
  state: "second_factor";
  ticket: string;
  methods: SignInMethod[];
  passkey: PasskeyJson | null;
  expires_at: string;
}

export type SignInAnswer = ({ state: "signed_in" } & Whoami) | SecondStep;

export type SignInOptions = Schemas["SignInOptions"];

export const signInOptionsQuery = queryOptions({
  queryKey: ["session", "options"],
  queryFn: ({ signal }): Promise<SignInOptions> => ask("GET", "/sign-in-options", { signal }),
  staleTime: 300_000,
});

export interface PasswordStep {
  email: string;
  password: string;
}

export interface FactorStep {
  ticket: string;
  method: SignInMethod;
  code?: string;
  credential?: PasskeyJson;
}

export interface PasskeyChallenge {
  ticket: string;
  options: PasskeyJson;
}

/** A browser without a session says which step is next, or who is in. */
export const useSignIn = () => useNewSession((body: PasswordStep) => ask<SignInAnswer>("POST", "/session", { body }));

export const useSecondStep = () => useNewSession((body: FactorStep) => ask<SignInAnswer>("POST", "/session/second-factor", { body }));

/** Sends the code of a step to the mailbox or the telephone that it goes to. */
export const useSendCode = () =>
  useMutation({ mutationFn: (body: { ticket: string; method: "email" | "sms" }) => act("POST", "/session/second-factor/code", { body }) });

export const passkeyChallenge = (): Promise<PasskeyChallenge> => ask("POST", "/session/passkey/challenge", { body: {} });

export const usePasskeySignIn = () =>
  useNewSession((body: { ticket: string; credential: PasskeyJson }) => ask<SignInAnswer>("POST", "/session/passkey", { body }));

/** What a link is to that makes an account. */
export type Offer = Schemas["OfferView"];

/** What whoever has such a link chooses. */
export interface OfferTaken {
  token: string;
  name: string;
  password: string;
}

export const lookAtInvitation = (token: string): Promise<Offer> => ask("POST", "/invitations/look", { body: { token } });

export const useAcceptInvitation = () => useNewSession((body: OfferTaken) => ask<Whoami>("POST", "/invitations/accept", { body }));

export const register = (body: { email: string; name: string }): Promise<void> => act("POST", "/registration", { body });

export const lookAtRegistration = (token: string): Promise<Offer> => ask("POST", "/registration/look", { body: { token } });

export const useConfirmRegistration = () => useNewSession((body: OfferTaken) => ask<Whoami>("POST", "/registration/confirm", { body }));

/** `done` is false while the other address has not agreed yet. */
export const confirmEmail = (token: string): Promise<{ done: boolean }> => ask("POST", "/email/confirm", { body: { token } });

export const askForReset = (email: string): Promise<void> => act("POST", "/password-reset", { body: { email } });

export const resetPassword = (body: { token: string; password: string }): Promise<void> => act("POST", "/password-reset/confirm", { body });

/** What the server makes of a password: 0 is guessed at once, 4 is not. */
export type Assessment = Schemas["Assessment"];

export interface Choice {
  password: string;
  email?: string;
  name?: string;
  /** Whether a second factor stands beside it; then it may be shorter. */
  second_factor?: boolean;
}

export const assessPassword = (body: Choice, signal?: AbortSignal): Promise<Assessment> =>
  ask("POST", "/passwords/assess", { body, ...(signal ? { signal } : {}) });

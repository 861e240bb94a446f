/** What the tenant asks of sign-ins, accounts and sessions, and the gateway that its SMS go through. */
import { queryOptions } from "@tanstack/react-query";
import { ask } from "./call.ts";

export interface Rate {
  per_minute: number;
  burst: number;
}

export interface SignInPolicy {
  registration: { open_to: "closed" | "domains" | "open"; domains: string[] };
  passwords: {
    min_alone: number;
    min_with_factor: number;
    complexity: boolean;
    expires_after_days: number | null;
    history: number;
  };
  second_factor: {
    everyone: boolean;
    roles: string[];
    groups: string[];
    grace_days: number;
    email_codes: boolean;
    sms_codes: boolean;
  };
  sessions: { idle_minutes: number; absolute_hours: number; most: number; proof_minutes: number };
  rates: { person: Rate; key: Rate; address: Rate };
}

export const signInPolicyQuery = queryOptions({
  queryKey: ["sign-in-policy"],
  queryFn: ({ signal }): Promise<SignInPolicy> => ask("GET", "/sign-in-policy", { signal }),
});

export const saveSignInPolicy = (body: SignInPolicy): Promise<SignInPolicy> => ask("PUT", "/sign-in-policy", { body });

/** What anybody may know before signing in. */
export interface SignInOptions {
  tenant: string;
  registration: SignInPolicy["registration"]["open_to"];
  passkeys: boolean;
  /** Whether this server can send mail. */
  mail: boolean;
  min_password: number;
}

/** The key is this file's own: what the entrance reads of the same answer is its own affair. */
export const mailPossibleQuery = queryOptions({
  queryKey: ["sign-in-options", "mail"],
  queryFn: ({ signal }): Promise<boolean> => ask<SignInOptions>("GET", "/sign-in-options", { signal }).then(({ mail }) => mail),
  staleTime: 300_000,
});

export interface SmsHeader {
  name: string;
  value: string;
}

export interface SmsGateway {
  url: string;
  method: "POST" | "PUT" | "GET";
  headers: SmsHeader[];
  /** With `{{to}}` and `{{text}}` where the number and the message go. */
  body: string;
  /** Whether a secret is sealed to the address's host. It is never read back. */
  has_secret: boolean;
}

export interface SmsGatewayChange extends Omit<SmsGateway, "has_secret"> {
  /** Absent keeps the stored one, null removes it. */
  secret?: string | null;
}

export const smsGatewayQuery = queryOptions({
  queryKey: ["sms-gateway"],
  queryFn: ({ signal }): Promise<SmsGateway | null> =>
    ask<{ gateway: SmsGateway | null }>("GET", "/sms-gateway", { signal }).then(({ gateway }) => gateway),
});

export const saveSmsGateway = (body: SmsGatewayChange): Promise<{ gateway: SmsGateway | null }> => ask("PUT", "/sms-gateway", { body });

/** What the tenant asks of sign-ins, accounts and sessions, and the gateway that its SMS go through. */
import { queryOptions } from "@tanstack/react-query";
import { ask } from "./call.ts";
import { answer, client } from "./client.ts";
import type { SignInPolicy } from "./types.ts";

export const signInPolicyQuery = queryOptions({
  queryKey: ["sign-in-policy"],
  queryFn: ({ signal }): Promise<SignInPolicy> => answer(client.GET("/api/v1/sign-in-policy", { signal })),
});

export const saveSignInPolicy = (body: SignInPolicy): Promise<SignInPolicy> => answer(client.PUT("/api/v1/sign-in-policy", { body }));

/** Whether this server can send mail. The key is this file's own: what the entrance reads of the same answer is its own affair. */
export const mailPossibleQuery = queryOptions({
  queryKey: ["sign-in-options", "mail"],
  queryFn: ({ signal }): Promise<boolean> => answer(client.GET("/api/v1/sign-in-options", { signal })).then(({ mail }) => mail),
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

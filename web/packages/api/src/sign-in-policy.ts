/** What the tenant asks of sign-ins, accounts and sessions, and the gateway that its SMS go through. */
import { queryOptions } from "@tanstack/react-query";
import { answer, client, done } from "./client.ts";
import type { SignInPolicy, SmsGateway, SmsGatewayChange } from "./types.ts";

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

export const smsGatewayQuery = queryOptions({
  queryKey: ["sms-gateway"],
  queryFn: ({ signal }): Promise<SmsGateway | null> => answer(client.GET("/api/v1/sms-gateway", { signal })).then(({ gateway }) => gateway ?? null),
});

export const saveSmsGateway = (body: SmsGatewayChange): Promise<SmsGateway | null> =>
  answer(client.PUT("/api/v1/sms-gateway", { body })).then(({ gateway }) => gateway ?? null);

export const removeSmsGateway = (): Promise<void> => done(client.DELETE("/api/v1/sms-gateway"));

/** One to that telephone. */
export const sendTestMessage = (phone: string): Promise<void> => done(client.POST("/api/v1/sms-gateway/test", { body: { phone } }));

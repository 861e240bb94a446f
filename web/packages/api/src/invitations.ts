/** Accounts that were offered to addresses, until they are made or the offer ends. */
import { queryOptions } from "@tanstack/react-query";
import { answer, client, done } from "./client.ts";
import type { BulkResult, Invitation, Invited, NewInvitation } from "./types.ts";

/** The most that one bulk invitation takes. */
export const BULK_MOST = 500;

export const invitationsQuery = queryOptions({
  queryKey: ["invitations"],
  queryFn: ({ signal }): Promise<Invitation[]> => answer(client.GET("/api/v1/invitations", { signal })).then(({ items }) => items),
});

export const invite = (body: NewInvitation): Promise<Invited> => answer(client.POST("/api/v1/invitations", { body }));

export const inviteAll = (items: readonly NewInvitation[]): Promise<BulkResult[]> =>
  answer(client.POST("/api/v1/invitations/bulk", { body: { items: [...items] } })).then((answered) => answered.items);

const at = (invitation: string) => ({ params: { path: { invitation } } });

export const resendInvitation = (invitation: string): Promise<Invited> => answer(client.POST("/api/v1/invitations/{invitation}/resend", at(invitation)));

export const revokeInvitation = (invitation: string): Promise<void> => done(client.DELETE("/api/v1/invitations/{invitation}", at(invitation)));

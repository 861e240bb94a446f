/** Accounts that were offered to addresses, until they are made or the offer ends. */
import { queryOptions } from "@tanstack/react-query";
import { act, ask } from "./call.ts";
import type { Role } from "./types.ts";

export interface Invitation {
  id: string;
  email: string;
  name: string | null;
  roles: Role[];
  groups: string[];
  created_at: string;
  expires_at: string;
}

export interface NewInvitation {
  email: string;
  name?: string;
  roles: Role[];
  groups: string[];
}

/** What became of an invitation that was sent. The link is there, once, where no mail can carry it. */
export interface Invited {
  invitation: Invitation;
  link: string | null;
}

/** One line of a bulk invitation. */
export interface BulkResult {
  email: string;
  invitation: Invitation | null;
  link: string | null;
  /** Why it was not invited. */
  problem: { code: string; detail: string; errors?: { path: string; message: string }[] } | null;
}

/** The most that one bulk invitation takes. */
export const BULK_MOST = 500;

export const invitationsQuery = queryOptions({
  queryKey: ["invitations"],
  queryFn: ({ signal }): Promise<Invitation[]> =>
    ask<{ items: Invitation[] }>("GET", "/invitations", { signal }).then(({ items }) => items),
});

export const invite = (body: NewInvitation): Promise<Invited> => ask("POST", "/invitations", { body });

export const inviteAll = (items: readonly NewInvitation[]): Promise<BulkResult[]> =>
  ask<{ items: BulkResult[] }>("POST", "/invitations/bulk", { body: { items } }).then((answered) => answered.items);

const at = (invitation: string) => ({ path: { invitation } });

export const resendInvitation = (invitation: string): Promise<Invited> => ask("POST", "/invitations/{invitation}/resend", at(invitation));

export const revokeInvitation = (invitation: string): Promise<void> => act("DELETE", "/invitations/{invitation}", at(invitation));

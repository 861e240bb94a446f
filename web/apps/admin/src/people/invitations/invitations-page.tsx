import { Button } from "@mantine/core";
import { invitationsQuery, resendInvitation, revokeInvitation } from "@sallyport/api/invitations.ts";
import { groupsQuery } from "@sallyport/api/people.ts";
import { mailPossibleQuery } from "@sallyport/api/sign-in-policy.ts";
import type { Group, Invitation } from "@sallyport/api/types.ts";
import { DataTable, type ListColumn } from "@sallyport/ui/data-table.tsx";
import { ConfirmDialog } from "@sallyport/ui/dialog.tsx";
import { notifyDone, notifyProblem } from "@sallyport/ui/notify.tsx";
import { EmptyState, ErrorState, ListSkeleton } from "@sallyport/ui/states.tsx";
import { TimeText } from "@sallyport/ui/time-text.tsx";
import { PlaceHead } from "@sallyport/ui/work-shell.tsx";
import { IconMail, IconMailPlus } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { listText } from "../../list-text.tsx";
import { useLast } from "../../last.ts";
import { type Once, OnceDialog } from "../../once-dialog.tsx";
import { PeoplePlaces } from "../people-places.tsx";
import { roleLabel } from "../roles.ts";
import { InviteDialog } from "./invite-dialog.tsx";
import { linkOnce } from "./link-once.ts";
import "../../notes.css";

const isOver = ({ expires_at }: Invitation, now: number): boolean => Date.parse(expires_at) <= now;

function columnsFor(groups: readonly Group[], now: number, acts: (invitation: Invitation) => React.ReactNode): ListColumn<Invitation>[] {
  const nameOf = (id: string) => groups.find((group) => group.id === id)?.name ?? id;
  return [
    { key: "email", header: "E-mail", cell: ({ email }) => <strong>{email}</strong>, sortBy: ({ email }) => email },
    { key: "name", header: "Name", secondary: true, cell: ({ name }) => name ?? <span className="quiet">–</span>, sortBy: ({ name }) => name },
    { key: "roles", header: "Roles", secondary: true, cell: ({ roles }) => listText(roles.map(roleLabel)) },
    { key: "groups", header: "Groups", secondary: true, cell: (invitation) => listText(invitation.groups.map(nameOf)) },
    { key: "created_at", header: "Sent", width: 112, secondary: true, cell: ({ created_at }) => <TimeText at={created_at} />, sortBy: ({ created_at }) => created_at },
    {
      key: "expires_at",
      header: "Expires",
      width: 136,
      cell: (invitation) =>
        isOver(invitation, now) ? (
          <span className="mark-warning">
            Expired <TimeText at={invitation.expires_at} />
          </span>
        ) : (
          <TimeText at={invitation.expires_at} />
        ),
      sortBy: ({ expires_at }) => expires_at,
    },
    { key: "acts", header: "Acts", width: 176, align: "end", cell: acts },
  ];
}

export function InvitationsPage() {
  const [inviting, setInviting] = useState(false);
  const groups = useQuery(groupsQuery);
  const invitations = useQuery(invitationsQuery);
  const invite = (
    <Button leftSection={<IconMailPlus size={16} />} onClick={() => setInviting(true)}>
      Invite
    </Button>
  );
  return (
    <>
      <PlaceHead title="Invitations" lead="Accounts that are offered to an address and not made yet. Each link works once, for seven days.">
        {invitations.data?.length !== 0 && invite}
      </PlaceHead>
      <PeoplePlaces />
      {invitations.isPending && <ListSkeleton label="Loading the invitations" />}
      {invitations.isError && <ErrorState error={invitations.error} onRetry={() => void invitations.refetch()} />}
      {invitations.data?.length === 0 && (
        <EmptyState icon={<IconMail size={24} />} title="No open invitations" action={invite}>
          Invite people by their address. They choose their own password.
        </EmptyState>
      )}
      {invitations.data !== undefined && invitations.data.length > 0 && <List invitations={invitations.data} groups={groups.data ?? []} />}
      <InviteDialog opened={inviting} onClose={() => setInviting(false)} groups={groups.data ?? []} />
    </>
  );
}

function List({ invitations, groups }: { invitations: readonly Invitation[]; groups: readonly Group[] }) {
  const queries = useQueryClient();
  const [now] = useState(() => Date.now());
  const [once, setOnce] = useState<Once | null>(null);
  const [revoking, setRevoking] = useState<Invitation | null>(null);
  const asked = useLast(revoking);
  const mail = useQuery(mailPossibleQuery);
  const listed = () => queries.invalidateQueries({ queryKey: invitationsQuery.queryKey });
  const resend = useMutation({
    mutationFn: ({ id }: Invitation) => resendInvitation(id),
    onSuccess: ({ invitation, link }) => {
      if (link === null) notifyDone(`An invitation is on its way to ${invitation.email}`);
      else setOnce(linkOnce(invitation.email, link));
      return listed();
    },
    onError: notifyProblem,
  });
  const revoke = useMutation({
    mutationFn: ({ id }: Invitation) => revokeInvitation(id),
    onSuccess: (_, { email }) => {
      notifyDone(`The invitation of ${email} is revoked`);
      setRevoking(null);
      return listed();
    },
  });
  const again = mail.data === false ? "New link" : "Send again";
  const columns = columnsFor(groups, now, (invitation) => (
    <span className="row-acts">
      <Button
        variant="default"
        size="compact-sm"
        aria-label={`${again} for ${invitation.email}`}
        loading={resend.isPending && resend.variables.id === invitation.id}
        onClick={() => resend.mutate(invitation)}
      >
        {again}
      </Button>
      <Button variant="default" size="compact-sm" aria-label={`Revoke the invitation of ${invitation.email}`} onClick={() => setRevoking(invitation)}>
        Revoke
      </Button>
    </span>
  ));
  return (
    <>
      <DataTable label="Invitations" columns={columns} rows={invitations} rowId={({ id }) => id} />
      <ConfirmDialog
        opened={revoking !== null}
        onClose={() => {
          revoke.reset();
          setRevoking(null);
        }}
        title="Revoke the invitation"
        confirm="Revoke"
        danger
        pending={revoke.isPending}
        error={revoke.error}
        onConfirm={() => revoking !== null && revoke.mutate(revoking)}
      >
        The link that was sent to {asked?.email} stops working. You can invite them again.
      </ConfirmDialog>
      <OnceDialog once={once} onClose={() => setOnce(null)} />
    </>
  );
}

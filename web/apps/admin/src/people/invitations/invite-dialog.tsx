import { TextInput } from "@mantine/core";
import { invitationsQuery, invite } from "@sallyport/api/invitations.ts";
import type { Group, NewInvitation } from "@sallyport/api/types.ts";
import { FormDialog } from "@sallyport/ui/dialog.tsx";
import { notifyDone } from "@sallyport/ui/notify.tsx";
import { fieldText } from "@sallyport/ui/problem-text.ts";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { type Once, OnceDialog } from "../../once-dialog.tsx";
import { takenAt } from "../../taken.ts";
import { RoleAndGroupFields } from "../role-and-group-fields.tsx";
import { linkOnce } from "./link-once.ts";

interface InviteDialogProps {
  opened: boolean;
  onClose: () => void;
  groups: readonly Group[];
}

const blank = { email: "", name: "", roles: [] as NewInvitation["roles"], groups: [] as string[] };

export function InviteDialog({ opened, onClose, groups }: InviteDialogProps) {
  const queries = useQueryClient();
  const [values, setValues] = useState(blank);
  const [once, setOnce] = useState<Once | null>(null);
  const send = useMutation({
    mutationFn: () => {
      const { email, name, ...rest } = values;
      return invite({ email: email.trim(), ...(name.trim() === "" ? {} : { name: name.trim() }), ...rest });
    },
    onSuccess: async ({ invitation, link }) => {
      await queries.invalidateQueries({ queryKey: invitationsQuery.queryKey });
      if (link === null) notifyDone(`An invitation is on its way to ${invitation.email}`);
      else setOnce(linkOnce(invitation.email, link));
      close();
    },
  });
  const error = useMemo(() => takenAt(send.error, "email", "has an account already"), [send.error]);
  const change = (part: Partial<typeof blank>) => setValues({ ...values, ...part });

  function close() {
    send.reset();
    setValues(blank);
    onClose();
  }

  return (
    <>
      <FormDialog
        opened={opened}
        onClose={close}
        title="Invite a person"
        submit="Invite"
        pending={send.isPending}
        error={error}
        fields={["email", "name"]}
        onSubmit={(event) => {
          event.preventDefault();
          send.mutate();
        }}
      >
        <TextInput
          label="E-mail"
          type="email"
          description="The invitation is good for this address alone, for seven days."
          autoComplete="off"
          data-autofocus
          value={values.email}
          onChange={(event) => change({ email: event.currentTarget.value })}
          error={fieldText(error, "email")}
        />
        <TextInput
          label="Name"
          description="May be left out: they write it themselves."
          autoComplete="off"
          value={values.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
          error={fieldText(error, "name")}
        />
        <RoleAndGroupFields
          groups={groups}
          chosenRoles={values.roles}
          chosenGroups={values.groups}
          onRoles={(roles) => change({ roles })}
          onGroups={(ids) => change({ groups: ids })}
        />
      </FormDialog>
      <OnceDialog once={once} onClose={() => setOnce(null)} />
    </>
  );
}

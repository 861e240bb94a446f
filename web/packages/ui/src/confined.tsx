/**
 * A sign-in that is not complete: only what it wants is offered, and signing out. When that is done, the page that was
 * meant goes on.
 */
import { Button, Stack } from "@mantine/core";
import { factorsQuery } from "@sallyport/api/account.ts";
import { useSignOut, whoamiQuery } from "@sallyport/api/session.ts";
import type { Whoami } from "@sallyport/api/types.ts";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { ChangePasswordForm } from "./change-password-form.tsx";
import { Entrance } from "./entrance.tsx";
import { AddFactor } from "./factors/add-factor.tsx";
import { notifyProblem } from "./notify.tsx";
import { ErrorState, ListSkeleton } from "./states.tsx";

export function Confined({ session }: { session: Whoami }) {
  const queries = useQueryClient();
  const signOut = useSignOut();
  const done = () => void queries.invalidateQueries({ queryKey: whoamiQuery.queryKey, exact: true });
  const foot = (
    <Stack gap="sm">
      <span>Signed in as {session.person.email}.</span>
      <Button variant="default" loading={signOut.isPending} onClick={() => signOut.mutate(undefined, { onSuccess: () => location.assign("/"), onError: notifyProblem })}>
        Sign out
      </Button>
    </Stack>
  );
  if (session.confined_for === "password") {
    return (
      <Entrance wide title="Choose another password" lead="Your password has to be changed before you go on." foot={foot}>
        <ChangePasswordForm person={session.person} onDone={done} />
      </Entrance>
    );
  }
  return (
    <Entrance wide title="Set up a second factor" lead={`${session.tenant.name} asks for a second factor at every sign-in. Choose how you want to prove that it is you.`} foot={foot}>
      <FirstFactor email={session.person.email} onDone={done} />
    </Entrance>
  );
}

function FirstFactor({ email, onDone }: { email: string; onDone: () => void }) {
  const factors = useQuery(factorsQuery);
  if (factors.isPending) return <ListSkeleton rows={4} label="Loading the kinds of second factors" />;
  if (factors.isError) return <ErrorState error={factors.error} onRetry={() => void factors.refetch()} />;
  return <AddFactor allowed={factors.data.allowed} email={email} onDone={onDone} />;
}

/** What an invitation leads to: who invites whom, then a name and a password. */
import { Button, Stack, Text, TextInput } from "@mantine/core";
import { type Invitation, lookAtInvitation, signInOptionsQuery, useAcceptInvitation } from "@sallyport/api/entrance.ts";
import { faultAt, isProblem } from "@sallyport/api/problem.ts";
import { Entrance } from "@sallyport/ui/entrance.tsx";
import { useFaultFocus } from "@sallyport/ui/fault-focus.ts";
import { NewPasswordField } from "@sallyport/ui/new-password-field.tsx";
import { ProblemNote } from "@sallyport/ui/problem-note.tsx";
import { fieldText } from "@sallyport/ui/problem-text.ts";
import { ErrorState, ListSkeleton } from "@sallyport/ui/states.tsx";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Incomplete, Notice } from "./notice.tsx";

export function Join({ token }: { token: string | null }) {
  if (token === null) return <Incomplete from="your invitation" />;
  return <Look token={token} />;
}

function Look({ token }: { token: string }) {
  const look = useQuery({ queryKey: ["invitation"], queryFn: () => lookAtInvitation(token), staleTime: Infinity });
  if (look.isPending) {
    return (
      <Entrance title="Your invitation">
        <ListSkeleton rows={4} label="Loading the invitation" />
      </Entrance>
    );
  }
  if (isProblem(look.error, "link_spent")) return <Spent />;
  if (look.isError) {
    return (
      <Entrance title="Your invitation">
        <ErrorState error={look.error} onRetry={() => void look.refetch()} />
      </Entrance>
    );
  }
  return <Accept token={token} invitation={look.data} />;
}

const Spent = () => (
  <Notice title="The invitation no longer works">
    It was used already, was taken back, or is older than seven days. If you have an account, sign in; else ask for another invitation.
  </Notice>
);

function Accept({ token, invitation }: { token: string; invitation: Invitation }) {
  const accept = useAcceptInvitation();
  const options = useQuery(signInOptionsQuery);
  const [name, setName] = useState(invitation.name ?? "");
  const [password, setPassword] = useState("");
  const [missing, setMissing] = useState<Error | null>(null);
  const error = missing ?? accept.error;
  const form = useFaultFocus(error);

  function submit(event: FormEvent) {
    event.preventDefault();
    const absent = name.trim() === "" ? faultAt("name", "write your name") : password === "" ? faultAt("password", "choose a password") : null;
    setMissing(absent);
    // what comes after it, if anything, is asked for by the page itself
    if (absent === null) accept.mutate({ token, name: name.trim(), password }, { onSuccess: () => location.replace("/") });
  }

  if (isProblem(accept.error, "link_spent")) return <Spent />;
  return (
    <Entrance title={`Join ${invitation.tenant}`} lead="You were invited to work with its apps.">
      <form ref={form} onSubmit={submit} noValidate>
        <Stack gap="md">
          <TextInput label="E-mail" type="email" name="email" autoComplete="username" value={invitation.email} readOnly description="The invitation is for this address." />
          <TextInput label="Your name" name="name" autoComplete="name" required withAsterisk={false} autoFocus value={name} onChange={(event) => setName(event.currentTarget.value)} error={fieldText(error, "name")} />
          <NewPasswordField value={password} onChange={setPassword} error={fieldText(error, "password")} email={invitation.email} name={name} shortest={options.data?.min_password} />
          <ProblemNote error={error} fields={["name", "password"]} />
          <Button type="submit" loading={accept.isPending || accept.isSuccess} fullWidth>
            Create your account
          </Button>
          <Text size="xs" c="dimmed">
            You are signed in at once.
          </Text>
        </Stack>
      </form>
    </Entrance>
  );
}

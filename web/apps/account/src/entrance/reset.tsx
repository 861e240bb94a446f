/** A forgotten password: asking for the link, and choosing another one with it. */
import { Button, Stack, TextInput } from "@mantine/core";
import { askForReset, resetPassword, signInOptionsQuery } from "@sallyport/api/entrance.ts";
import { faultAt, isProblem } from "@sallyport/api/problem.ts";
import { Entrance } from "@sallyport/ui/entrance.tsx";
import { useFaultFocus } from "@sallyport/ui/fault-focus.ts";
import { NewPasswordField } from "@sallyport/ui/new-password-field.tsx";
import { ProblemNote } from "@sallyport/ui/problem-note.tsx";
import { fieldText } from "@sallyport/ui/problem-text.ts";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Notice } from "./notice.tsx";

export const Reset = ({ token }: { token: string | null }) => (token === null ? <Ask /> : <Choose token={token} />);

function Ask() {
  const options = useQuery(signInOptionsQuery);
  const send = useMutation({ mutationFn: askForReset });
  const [email, setEmail] = useState("");
  const [missing, setMissing] = useState<Error | null>(null);
  const error = missing ?? send.error;
  const form = useFaultFocus(error);

  function submit(event: FormEvent) {
    event.preventDefault();
    const absent = email.trim() === "" ? faultAt("email", "write your e-mail address") : null;
    setMissing(absent);
    if (absent === null) send.mutate(email.trim());
  }

  if (options.data?.mail === false) return <Notice title="Ask an administrator">This server sends no mail. An administrator can make a link for you with which you choose another password.</Notice>;
  if (send.isSuccess) {
    return (
      <Notice title="Look into your mailbox">
        If there is an account of {email.trim()}, a message is on its way to it. The link in it works for one hour. If nothing comes within a few minutes, look among the unwanted mail.
      </Notice>
    );
  }
  return (
    <Entrance title="Forgot your password?" lead="We send you a link with which you choose another one." foot={<a href="/">Back to the sign-in</a>}>
      <form ref={form} onSubmit={submit} noValidate>
        <Stack gap="md">
          <TextInput label="E-mail" type="email" name="email" autoComplete="username" required withAsterisk={false} autoFocus value={email} onChange={(event) => setEmail(event.currentTarget.value)} error={fieldText(error, "email")} />
          <ProblemNote error={error} fields={["email"]} />
          <Button type="submit" loading={send.isPending} fullWidth>
            Send the link
          </Button>
        </Stack>
      </form>
    </Entrance>
  );
}

function Choose({ token }: { token: string }) {
  const options = useQuery(signInOptionsQuery);
  const reset = useMutation({ mutationFn: resetPassword });
  const [password, setPassword] = useState("");
  const [missing, setMissing] = useState<Error | null>(null);
  const error = missing ?? reset.error;
  const form = useFaultFocus(error);

  function submit(event: FormEvent) {
    event.preventDefault();
    const absent = password === "" ? faultAt("password", "choose a password") : null;
    setMissing(absent);
    if (absent === null) reset.mutate({ token, password });
  }

  if (isProblem(reset.error, "link_spent")) {
    return (
      <Notice title="The link no longer works" href="/reset" action="Ask for another link">
        It was used already, or is older than an hour.
      </Notice>
    );
  }
  if (reset.isSuccess) return <Notice title="Your password is changed">All your sessions have ended. Sign in with the new password; your second factor stays as it was.</Notice>;
  return (
    <Entrance title="Choose another password" lead="Your sessions on other devices end.">
      <form ref={form} onSubmit={submit} noValidate>
        <Stack gap="md">
          <NewPasswordField label="New password" autoFocus value={password} onChange={setPassword} error={fieldText(error, "password")} shortest={options.data?.min_password} />
          <ProblemNote error={error} fields={["password"]} />
          <Button type="submit" loading={reset.isPending} fullWidth>
            Change the password
          </Button>
        </Stack>
      </form>
    </Entrance>
  );
}

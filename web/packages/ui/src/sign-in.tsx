import { Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useSignIn } from "@sallyport/api/session.ts";
import { type FormEvent, useState } from "react";
import { Entrance } from "./entrance.tsx";
import { ProblemNote } from "./problem-note.tsx";

/** Shown in place of any page while nobody is signed in; the address stays, so one lands where one meant to go. */
export function SignIn() {
  const signIn = useSignIn();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");

  function submit(event: FormEvent) {
    event.preventDefault();
    signIn.mutate({ email: email.trim(), password }, { onError: () => setPassword("") });
  }

  return (
    <Entrance title="Sign in">
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput
            label="E-mail"
            type="email"
            name="email"
            autoComplete="username"
            required
            withAsterisk={false}
            autoFocus
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <PasswordInput
            label="Password"
            name="password"
            autoComplete="current-password"
            required
            withAsterisk={false}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            visibilityToggleButtonProps={{ "aria-label": "Show the password" }}
          />
          <ProblemNote error={signIn.error} />
          <Button type="submit" loading={signIn.isPending} fullWidth>
            Sign in
          </Button>
        </Stack>
      </form>
    </Entrance>
  );
}

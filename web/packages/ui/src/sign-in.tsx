import { Button, Stack, TextInput } from "@mantine/core";
import { faultAt } from "@sallyport/api/problem.ts";
import { useSignIn } from "@sallyport/api/session.ts";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { Entrance } from "./entrance.tsx";
import { useFaultFocus } from "./fault-focus.ts";
import { PasswordField } from "./password-field.tsx";
import { ProblemNote } from "./problem-note.tsx";
import { fieldText } from "./problem-text.ts";

/** Shown in place of any page while nobody is signed in; the address stays, so one lands where one meant to go. */
export function SignIn() {
  const signIn = useSignIn();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [missing, setMissing] = useState<Error | null>(null);
  const error = missing ?? signIn.error;
  const form = useFaultFocus(error);
  const secret = useRef<HTMLInputElement>(null);

  // what was refused is emptied, and is what has to be written again
  useEffect(() => {
    if (signIn.error && fieldText(signIn.error, "email") === null) secret.current?.focus();
  }, [signIn.error]);

  function submit(event: FormEvent) {
    event.preventDefault();
    const absent = email.trim() === "" ? faultAt("email", "write your e-mail address") : password === "" ? faultAt("password", "write your password") : null;
    setMissing(absent);
    if (absent === null) signIn.mutate({ email: email.trim(), password }, { onError: () => setPassword("") });
  }

  return (
    <Entrance title="Sign in">
      <form ref={form} onSubmit={submit} noValidate>
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
            error={fieldText(error, "email")}
          />
          <PasswordField
            ref={secret}
            label="Password"
            name="password"
            autoComplete="current-password"
            required
            withAsterisk={false}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            error={fieldText(error, "password")}
          />
          <ProblemNote error={error} fields={["email", "password"]} />
          <Button type="submit" loading={signIn.isPending} fullWidth>
            Sign in
          </Button>
        </Stack>
      </form>
    </Entrance>
  );
}

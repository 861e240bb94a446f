/** The first step of a sign-in: e-mail and password, or a passkey alone. */
import { Alert, Button, Stack, Text, TextInput } from "@mantine/core";
import { type SecondStep, type SignInOptions, signInOptionsQuery, usePasskeySignIn, useSignIn } from "@sallyport/api/entrance.ts";
import { faultAt } from "@sallyport/api/problem.ts";
import { useQuery } from "@tanstack/react-query";
import { IconFingerprint } from "@tabler/icons-react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { Entrance } from "./entrance.tsx";
import { useFaultFocus } from "./fault-focus.ts";
import { passkeysWork } from "./passkey.ts";
import { usePasskeyAlone } from "./passkey-alone.ts";
import { PasswordField } from "./password-field.tsx";
import { ProblemNote } from "./problem-note.tsx";
import { fieldText } from "./problem-text.ts";

interface SignInPasswordProps {
  /** A sign-in that was begun before has run out. */
  over: boolean;
  onSecond: (step: SecondStep) => void;
}

export function SignInPassword({ over, onSecond }: SignInPasswordProps) {
  const signIn = useSignIn();
  const options = useQuery(signInOptionsQuery);
  const passkeys = passkeysWork() && options.data?.passkeys === true;
  const byPasskey = usePasskeySignIn();
  const alone = usePasskeyAlone(passkeys, (signed) => byPasskey.mutate(signed));
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
    byPasskey.reset();
    if (absent !== null) return;
    signIn.mutate(
      { email: email.trim(), password },
      {
        onError: () => setPassword(""),
        onSuccess: (answered) => {
          if ("state" in answered && answered.state === "second_factor") onSecond(answered);
        },
      },
    );
  }

  function passkey() {
    setMissing(null);
    signIn.reset();
    byPasskey.reset();
    alone.ask();
  }

  return (
    <Entrance title="Sign in" lead={options.data?.tenant} foot={<Others options={options.data} />}>
      <form ref={form} onSubmit={submit} noValidate>
        <Stack gap="md">
          {over && !signIn.isPending && error === null && (
            <Alert color="gray" role="status">
              The sign-in took too long, or too many codes were wrong. Begin again.
            </Alert>
          )}
          <TextInput
            label="E-mail"
            type="email"
            name="email"
            autoComplete="username webauthn"
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
          <ProblemNote error={error ?? byPasskey.error ?? alone.error} fields={["email", "password"]} />
          <Button type="submit" loading={signIn.isPending} fullWidth>
            Sign in
          </Button>
          {passkeys && (
            <Button variant="default" fullWidth loading={alone.asking || byPasskey.isPending} leftSection={<IconFingerprint size={16} aria-hidden="true" />} onClick={passkey}>
              Sign in with a passkey
            </Button>
          )}
        </Stack>
      </form>
    </Entrance>
  );
}

/** What else there is for who has no password at hand, or no account. */
function Others({ options }: { options: SignInOptions | undefined }) {
  if (options === undefined) return null;
  return (
    <Stack gap={4}>
      {options.mail ? (
        <a href="/reset">Forgot your password?</a>
      ) : (
        <Text c="dimmed">Forgot your password? Ask an administrator for a link.</Text>
      )}
      {options.registration !== "closed" && <a href="/register">Create an account</a>}
    </Stack>
  );
}

import { Button, Stack, Text, TextInput } from "@mantine/core";
import { useSetup } from "@sallyport/api/session.ts";
import { type FormEvent, useState } from "react";
import { Entrance } from "./entrance.tsx";
import { useFaultFocus } from "./fault-focus.ts";
import { NewPasswordField } from "./new-password-field.tsx";
import { ProblemNote } from "./problem-note.tsx";
import { fieldText } from "./problem-text.ts";
import { setupToken } from "./setup-token.ts";

/** The page of the link that the server prints at its first start: it makes the first administrator. */
export function Setup({ onDone }: { onDone: () => void }) {
  const [token] = useState(() => setupToken(location.hash));
  const setup = useSetup();
  const form = useFaultFocus(setup.error);
  const [values, setValues] = useState({ name: "", email: "", password: "" });
  const change = (field: keyof typeof values) => (event: { currentTarget: { value: string } }) =>
    setValues({ ...values, [field]: event.currentTarget.value });
  const fieldError = (field: string) => fieldText(setup.error, field);

  function submit(event: FormEvent) {
    event.preventDefault();
    if (token === null) return;
    setup.mutate(
      { token, ...values, name: values.name.trim(), email: values.email.trim() },
      {
        onSuccess: () => {
          history.replaceState(null, "", location.pathname);
          onDone();
        },
      },
    );
  }

  if (token === null) {
    return (
      <Entrance title="The link is incomplete">
        <Text>Open the whole set-up link that the server printed when it started. It ends in a token and works once.</Text>
      </Entrance>
    );
  }
  const field = { required: true, withAsterisk: false };
  return (
    <Entrance title="Set up Sallyport" lead="You will be its first administrator.">
      <form ref={form} onSubmit={submit} noValidate>
        <Stack gap="md">
          <TextInput {...field} label="Your name" name="name" autoComplete="name" autoFocus value={values.name} onChange={change("name")} error={fieldError("name")} />
          <TextInput {...field} label="E-mail" type="email" name="email" autoComplete="username" value={values.email} onChange={change("email")} error={fieldError("email")} />
          <NewPasswordField value={values.password} onChange={(password) => setValues({ ...values, password })} error={fieldError("password")} email={values.email} name={values.name} shortest={15} />
          <ProblemNote error={setup.error} fields={["name", "email", "password"]} />
          <Button type="submit" loading={setup.isPending} fullWidth>
            Create the administrator
          </Button>
        </Stack>
      </form>
    </Entrance>
  );
}

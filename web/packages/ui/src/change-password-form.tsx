/** Another password for oneself: in one's own account, and where a sign-in wants one. */
import { Button, Stack } from "@mantine/core";
import { changePassword, factorsQuery } from "@sallyport/api/account.ts";
import { signInOptionsQuery } from "@sallyport/api/entrance.ts";
import { faultAt } from "@sallyport/api/problem.ts";
import type { Whoami } from "@sallyport/api/types.ts";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { useFaultFocus } from "./fault-focus.ts";
import { NewPasswordField } from "./new-password-field.tsx";
import { PasswordField } from "./password-field.tsx";
import { ProblemNote } from "./problem-note.tsx";
import { fieldText } from "./problem-text.ts";
import "./ways.css";

interface ChangePasswordFormProps {
  person: Whoami["person"];
  onDone: () => void;
  beside?: ReactNode;
}

export function ChangePasswordForm({ person, onDone, beside }: ChangePasswordFormProps) {
  const options = useQuery(signInOptionsQuery);
  const factors = useQuery(factorsQuery);
  const secondFactor = (factors.data?.items.length ?? 0) > 0;
  const change = useMutation({ mutationFn: changePassword, onSuccess: onDone });
  const [current, setCurrent] = useState("");
  const [password, setPassword] = useState("");
  const [missing, setMissing] = useState<Error | null>(null);
  const error = missing ?? change.error;
  const form = useFaultFocus(error);

  function submit(event: FormEvent) {
    event.preventDefault();
    event.stopPropagation();
    const absent = current === "" ? faultAt("current", "write the password that you have now") : password === "" ? faultAt("password", "write the new password") : null;
    setMissing(absent);
    if (absent === null) change.mutate({ current, password });
  }

  return (
    <form ref={form} onSubmit={submit} noValidate>
      <Stack gap="md">
        {/* password managers look for it to know whose password changes */}
        <input type="text" name="username" autoComplete="username" value={person.email} readOnly hidden />
        <PasswordField
          label="Password now"
          showLabel="Show the password now"
          name="current-password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          autoFocus
          data-autofocus
          value={current}
          onChange={(event) => setCurrent(event.currentTarget.value)}
          error={fieldText(error, "current")}
        />
        <NewPasswordField label="New password" value={password} onChange={setPassword} error={fieldText(error, "password")} email={person.email} name={person.name} secondFactor={secondFactor} shortest={secondFactor ? undefined : options.data?.min_password} />
        <ProblemNote error={error} fields={["current", "password"]} />
        <div className="ways-acts">
          {beside}
          <Button type="submit" loading={change.isPending}>
            Change the password
          </Button>
        </div>
      </Stack>
    </form>
  );
}

/** Making an account for oneself, where that is allowed. What is said afterwards is the same whether or not there is one already. */
import { Button, Stack, TextInput } from "@mantine/core";
import { register, signInOptionsQuery, type SignInOptions } from "@sallyport/api/entrance.ts";
import { faultAt, isProblem } from "@sallyport/api/problem.ts";
import { Entrance } from "@sallyport/ui/entrance.tsx";
import { useFaultFocus } from "@sallyport/ui/fault-focus.ts";
import { NewPasswordField } from "@sallyport/ui/new-password-field.tsx";
import { ProblemNote } from "@sallyport/ui/problem-note.tsx";
import { fieldText } from "@sallyport/ui/problem-text.ts";
import { ErrorState, ListSkeleton } from "@sallyport/ui/states.tsx";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Notice } from "./notice.tsx";

export function Register() {
  const options = useQuery(signInOptionsQuery);
  if (options.isPending) {
    return (
      <Entrance title="Create an account">
        <ListSkeleton rows={4} label="Loading" />
      </Entrance>
    );
  }
  if (options.isError) {
    return (
      <Entrance title="Create an account">
        <ErrorState error={options.error} onRetry={() => void options.refetch()} />
      </Entrance>
    );
  }
  return options.data.registration === "closed" ? <Closed /> : <Form options={options.data} />;
}

const Closed = () => <Notice title="By invitation only">Accounts are made by invitation here. Ask an administrator for one.</Notice>;

function Form({ options }: { options: SignInOptions }) {
  const send = useMutation({ mutationFn: register });
  const [values, setValues] = useState({ name: "", email: "", password: "" });
  const [missing, setMissing] = useState<Error | null>(null);
  const error = missing ?? send.error;
  const form = useFaultFocus(error);
  const field = (name: "name" | "email") => ({
    name,
    required: true,
    withAsterisk: false,
    value: values[name],
    error: fieldText(error, name),
    onChange: (event: { currentTarget: { value: string } }) => setValues({ ...values, [name]: event.currentTarget.value }),
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    const absent =
      values.name.trim() === ""
        ? faultAt("name", "write your name")
        : values.email.trim() === ""
          ? faultAt("email", "write your e-mail address")
          : values.password === ""
            ? faultAt("password", "choose a password")
            : null;
    setMissing(absent);
    if (absent === null) send.mutate({ name: values.name.trim(), email: values.email.trim(), password: values.password });
  }

  if (isProblem(send.error, "registration_closed")) return <Closed />;
  if (send.isSuccess) {
    return (
      <Notice title="Look into your mailbox">
        We sent a message to {values.email.trim()}. The link in it finishes your account. If nothing comes within a few minutes, look among the unwanted mail.
      </Notice>
    );
  }
  return (
    <Entrance title="Create an account" lead={options.tenant} foot={<a href="/">Sign in instead</a>}>
      <form ref={form} onSubmit={submit} noValidate>
        <Stack gap="md">
          <TextInput {...field("name")} label="Your name" autoComplete="name" autoFocus />
          <TextInput
            {...field("email")}
            label="E-mail"
            type="email"
            autoComplete="username"
            description={options.registration === "domains" ? "Of your organisation: others are not taken." : undefined}
          />
          <NewPasswordField value={values.password} onChange={(password) => setValues({ ...values, password })} error={fieldText(error, "password")} email={values.email} name={values.name} shortest={options.min_password} />
          <ProblemNote error={error} fields={["name", "email", "password"]} />
          <Button type="submit" loading={send.isPending} fullWidth>
            Create the account
          </Button>
        </Stack>
      </form>
    </Entrance>
  );
}

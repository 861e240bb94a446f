/**
 * Making an account for oneself, where that is allowed: a name and an address, then, by the link that goes there, a
 * password. What is said in between is the same whether or not there is an account already.
 */
import { Button, Stack, TextInput } from "@mantine/core";
import { lookAtRegistration, register, signInOptionsQuery, type SignInOptions, useConfirmRegistration } from "@sallyport/api/entrance.ts";
import { faultAt, isProblem } from "@sallyport/api/problem.ts";
import { Entrance } from "@sallyport/ui/entrance.tsx";
import { useFaultFocus } from "@sallyport/ui/fault-focus.ts";
import { ProblemNote } from "@sallyport/ui/problem-note.tsx";
import { fieldText } from "@sallyport/ui/problem-text.ts";
import { ErrorState, ListSkeleton } from "@sallyport/ui/states.tsx";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { NewAccount } from "./new-account.tsx";
import { Notice } from "./notice.tsx";

export function Register({ token }: { token: string | null }) {
  return token === null ? <Ask /> : <Finish token={token} />;
}

function Finish({ token }: { token: string }) {
  const confirm = useConfirmRegistration();
  return (
    <NewAccount
      token={token}
      title="Your account"
      loading="Loading what you asked for"
      look={lookAtRegistration}
      take={confirm}
      words={({ tenant }) => ({ title: `Your account at ${tenant}`, lead: "Choose a password, and it is made. If you did not ask for it, close this page: then nothing happens.", address: "The account is for this address." })}
      over={over}
    />
  );
}

function over(error: unknown) {
  if (isProblem(error, "link_spent")) return <Spent />;
  return isProblem(error, "registration_closed") ? <Closed /> : null;
}

const Spent = () => (
  <Notice title="The link no longer works" href="/register" action="Ask for another one">
    It was used already, or is older than a day. If you have an account, sign in.
  </Notice>
);

function Ask() {
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
  const [values, setValues] = useState({ name: "", email: "" });
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
    const absent = values.name.trim() === "" ? faultAt("name", "write your name") : values.email.trim() === "" ? faultAt("email", "write your e-mail address") : null;
    setMissing(absent);
    if (absent === null) send.mutate({ name: values.name.trim(), email: values.email.trim() });
  }

  if (isProblem(send.error, "registration_closed")) return <Closed />;
  if (send.isSuccess) {
    return (
      <Notice title="Look into your mailbox">
        We sent a message to {values.email.trim()}. The link in it leads to where you choose a password. If nothing comes within a few minutes, look among the unwanted mail.
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
          <ProblemNote error={error} fields={["name", "email"]} />
          <Button type="submit" loading={send.isPending} fullWidth>
            Go on
          </Button>
        </Stack>
      </form>
    </Entrance>
  );
}

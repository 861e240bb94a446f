/** What a link leads to that makes an account: it says whose, then takes a name and a password. */
import { Button, Stack, Text, TextInput } from "@mantine/core";
import { type Offer, type OfferTaken, signInOptionsQuery } from "@sallyport/api/entrance.ts";
import { faultAt } from "@sallyport/api/problem.ts";
import { Entrance } from "@sallyport/ui/entrance.tsx";
import { useFaultFocus } from "@sallyport/ui/fault-focus.ts";
import { NewPasswordField } from "@sallyport/ui/new-password-field.tsx";
import { ProblemNote } from "@sallyport/ui/problem-note.tsx";
import { fieldText } from "@sallyport/ui/problem-text.ts";
import { ErrorState, ListSkeleton } from "@sallyport/ui/states.tsx";
import { type UseMutationResult, useQuery } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";

export interface NewAccountProps {
  token: string;
  /** What is there before it is known whose it is, and while it is looked up. */
  title: string;
  loading: string;
  look: (token: string) => Promise<Offer>;
  take: UseMutationResult<unknown, Error, OfferTaken>;
  words: (offer: Offer) => { title: string; lead: string; address: string };
  /** What is said instead of the form when the server refuses it for good. */
  over: (error: unknown) => ReactNode;
}

export function NewAccount(props: NewAccountProps) {
  const { token, title } = props;
  // of the session, for what is not is forgotten when one begins, and then the link is spent and this page still in sight
  const look = useQuery({ queryKey: ["session", "offer"], queryFn: () => props.look(token), staleTime: Infinity });
  if (look.isPending) {
    return (
      <Entrance title={title}>
        <ListSkeleton rows={4} label={props.loading} />
      </Entrance>
    );
  }
  if (look.isError) {
    return (
      props.over(look.error) ?? (
        <Entrance title={title}>
          <ErrorState error={look.error} onRetry={() => void look.refetch()} />
        </Entrance>
      )
    );
  }
  return props.over(props.take.error) ?? <Form {...props} offer={look.data} />;
}

function Form({ token, offer, take, words }: NewAccountProps & { offer: Offer }) {
  const options = useQuery(signInOptionsQuery);
  const [name, setName] = useState(offer.name ?? "");
  const [password, setPassword] = useState("");
  const [missing, setMissing] = useState<Error | null>(null);
  const error = missing ?? take.error;
  const form = useFaultFocus(error);
  const { title, lead, address } = words(offer);

  function submit(event: FormEvent) {
    event.preventDefault();
    const absent = name.trim() === "" ? faultAt("name", "write your name") : password === "" ? faultAt("password", "choose a password") : null;
    setMissing(absent);
    // what comes after it, if anything, is asked for by the page itself
    if (absent === null) take.mutate({ token, name: name.trim(), password }, { onSuccess: () => location.replace("/") });
  }

  return (
    <Entrance title={title} lead={lead}>
      <form ref={form} onSubmit={submit} noValidate>
        <Stack gap="md">
          <TextInput label="E-mail" type="email" name="email" autoComplete="username" value={offer.email} readOnly description={address} />
          <TextInput label="Your name" name="name" autoComplete="name" required withAsterisk={false} autoFocus value={name} onChange={(event) => setName(event.currentTarget.value)} error={fieldText(error, "name")} />
          <NewPasswordField value={password} onChange={setPassword} error={fieldText(error, "password")} email={offer.email} name={name} shortest={options.data?.min_password} />
          <ProblemNote error={error} fields={["name", "password"]} />
          <Button type="submit" loading={take.isPending || take.isSuccess} fullWidth>
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


import { Button, TextInput } from "@mantine/core";
import { type Account, accountQuery, renameMe, useAccountAct, verifyEmail } from "@sallyport/api/account.ts";
import { faultAt } from "@sallyport/api/problem.ts";
import { whoamiQuery } from "@sallyport/api/session.ts";
import { useFaultFocus } from "@sallyport/ui/fault-focus.ts";
import { Field, Fields } from "@sallyport/ui/fields.tsx";
import { IdText } from "@sallyport/ui/id-text.tsx";
import { notifyDone, notifyProblem } from "@sallyport/ui/notify.tsx";
import { ProblemNote } from "@sallyport/ui/problem-note.tsx";
import { fieldText } from "@sallyport/ui/problem-text.ts";
import { ErrorState, ListSkeleton } from "@sallyport/ui/states.tsx";
import { TimeText } from "@sallyport/ui/time-text.tsx";
import { PlaceHead } from "@sallyport/ui/work-shell.tsx";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { ChangeEmailDialog } from "./change-email-dialog.tsx";
import { Part } from "./part.tsx";
import { PasswordEnds } from "./password-ends.tsx";

export function ProfilePage() {
  const account = useQuery(accountQuery);
  return (
    <>
      <PlaceHead title="Profile" lead="What others see of you, and what you were given." />
      <PasswordEnds />
      {account.isPending && <ListSkeleton rows={5} label="Loading your profile" />}
      {account.isError && <ErrorState error={account.error} onRetry={() => void account.refetch()} />}
      {account.isSuccess && <Profile account={account.data} />}
    </>
  );
}

function Profile({ account }: { account: Account }) {
  return (
    <>
      <NamePart key={account.name} name={account.name} />
      <EmailPart account={account} />
      <Part title="What you were given" lead="Administrators decide about it.">
        <Fields>
          <Field name="Roles">{account.roles.length === 0 ? "None" : account.roles.map(roleText).join(", ")}</Field>
          <Field name="Groups">{account.groups.length === 0 ? "None" : account.groups.map(({ name }) => name).join(", ")}</Field>
          {Object.entries(account.attributes).map(([name, value]) => (
            <Field key={name} name={name}>
              {String(value)}
            </Field>
          ))}
          <Field name="Here since">
            <TimeText at={account.created_at} />
          </Field>
          <Field name="Id">
            <IdText id={account.id} label="your id" />
          </Field>
        </Fields>
      </Part>
    </>
  );
}

const roleText = (role: string) => role.charAt(0).toUpperCase() + role.slice(1);

function NamePart({ name: before }: { name: string }) {
  const queries = useQueryClient();
  const rename = useAccountAct(renameMe);
  const [name, setName] = useState(before);
  const [missing, setMissing] = useState<Error | null>(null);
  const error = missing ?? rename.error;
  const form = useFaultFocus(error);

  function submit(event: FormEvent) {
    event.preventDefault();
    const absent = name.trim() === "" ? faultAt("name", "write your name") : null;
    setMissing(absent);
    if (absent !== null) return;
    rename.mutate(name.trim(), {
      onSuccess: () => {
        notifyDone("Your name is saved");
        void queries.invalidateQueries({ queryKey: whoamiQuery.queryKey, exact: true });
      },
    });
  }

  return (
    <Part title="Name">
      <form ref={form} className="own-form" onSubmit={submit} noValidate>
        <TextInput aria-label="Your name" name="name" autoComplete="name" value={name} onChange={(event) => setName(event.currentTarget.value)} error={fieldText(error, "name")} />
        <ProblemNote error={error} fields={["name"]} />
        <div className="own-part-acts">
          <Button type="submit" variant="default" loading={rename.isPending}>
            Save
          </Button>
        </div>
      </form>
    </Part>
  );
}

function EmailPart({ account }: { account: Account }) {
  const [changing, setChanging] = useState(false);
  const verify = useAccountAct(() => verifyEmail());
  return (
    <Part title="E-mail" lead="You sign in with it, and it gets the messages about your account.">
      <div className="own-line">
        <strong>{account.email}</strong>
        {account.email_verified_at === null ? (
          <span className="own-mark" data-kind="warning">
            Not confirmed
          </span>
        ) : (
          <span className="own-mark">Confirmed</span>
        )}
      </div>
      <div className="own-part-acts">
        <Button variant="default" onClick={() => setChanging(true)}>
          Change
        </Button>
        {account.email_verified_at === null && (
          <Button variant="subtle" loading={verify.isPending} onClick={() => verify.mutate(undefined, { onSuccess: () => notifyDone(`A message is on its way to ${account.email}`), onError: notifyProblem })}>
            Send the confirmation again
          </Button>
        )}
      </div>
      <ChangeEmailDialog opened={changing} email={account.email} onClose={() => setChanging(false)} />
    </Part>
  );
}

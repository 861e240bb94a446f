/** One service account beside the list: its keys first, since they are what it is there for. */
import { Button, Stack, TextInput } from "@mantine/core";
import { can } from "@sallyport/api/abilities.ts";
import { type ServiceAccountChange, changeServiceAccount, deleteServiceAccount, serviceAccountsQuery, serviceKeysQuery } from "@sallyport/api/service-accounts.ts";
import type { Group, ServiceAccount } from "@sallyport/api/types.ts";
import { useFaultFocus } from "@sallyport/ui/fault-focus.ts";
import { Field, Fields } from "@sallyport/ui/fields.tsx";
import { IdText } from "@sallyport/ui/id-text.tsx";
import { notifyDone } from "@sallyport/ui/notify.tsx";
import { ProblemNote } from "@sallyport/ui/problem-note.tsx";
import { fieldText } from "@sallyport/ui/problem-text.ts";
import { useSession } from "@sallyport/ui/session-gate.tsx";
import { ErrorState, ListSkeleton, NotFound } from "@sallyport/ui/states.tsx";
import { TimeText } from "@sallyport/ui/time-text.tsx";
import { IconPlus } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { DeleteAct } from "../delete-act.tsx";
import { KeyList } from "../keys/key-list.tsx";
import { NewKeyDialog } from "../keys/new-key-dialog.tsx";
import { type Once, OnceDialog } from "../once-dialog.tsx";
import { RoleAndGroupFields } from "../people/role-and-group-fields.tsx";
import { SideDrawer } from "../side-drawer.tsx";
import "../notes.css";
import "../people/person/person.css";

interface ServiceAccountDrawerProps {
  account: ServiceAccount | undefined;
  /** The address names an account, but there is none by that id. */
  absent: boolean;
  groups: readonly Group[];
  onClose: () => void;
}

export function ServiceAccountDrawer({ account, absent, groups, onClose }: ServiceAccountDrawerProps) {
  return (
    <SideDrawer opened={account !== undefined || absent} onClose={onClose} title={account?.name ?? "Service account"}>
      {account === undefined ? <NotFound home="/admin/service-accounts" /> : <Body key={account.id} account={account} groups={groups} onGone={onClose} />}
    </SideDrawer>
  );
}

interface BodyProps {
  account: ServiceAccount;
  groups: readonly Group[];
  onGone: () => void;
}

function Body({ account, groups, onGone }: BodyProps) {
  const session = useSession();
  return (
    <>
      <Keys account={account} />
      <AccountForm account={account} groups={groups} />
      <section className="person-acts" aria-label="About">
        <Fields>
          <Field name="Created">
            <TimeText at={account.created_at} as="exact" />
          </Field>
          <Field name="Id">
            <IdText id={account.id} label="service account id" />
          </Field>
        </Fields>
        {can(session, "audit.read") && (
          <div>
            <Link to="/audit" search={{ actor: account.id }}>
              What {account.name} did
            </Link>
          </div>
        )}
      </section>
      <StatusAct account={account} />
      <DeleteAccount account={account} onGone={onGone} />
    </>
  );
}

/** Changes the account and reads again whatever shows it. */
function useAccountChange(account: ServiceAccount) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (change: ServiceAccountChange) => changeServiceAccount(account.id, change),
    onSuccess: (changed) => {
      notifyDone(`${changed.name} is saved`);
      return Promise.all([queries.invalidateQueries({ queryKey: serviceAccountsQuery.queryKey }), queries.invalidateQueries({ queryKey: ["keys"] })]);
    },
  });
}

/** Disabling can be taken back, so it is done without asking. */
function StatusAct({ account }: { account: ServiceAccount }) {
  const change = useAccountChange(account);
  const active = account.status === "active";
  return (
    <section className="person-acts" aria-label="Status">
      <p>{active ? "While it is disabled, its keys open nothing." : "This account is disabled: its keys open nothing."}</p>
      <ProblemNote error={change.error} />
      <div>
        <Button variant="default" loading={change.isPending} onClick={() => change.mutate({ status: active ? "disabled" : "active" })}>
          {active ? "Disable" : "Enable"}
        </Button>
      </div>
    </section>
  );
}

function Keys({ account }: { account: ServiceAccount }) {
  const keys = useQuery(serviceKeysQuery(account.id));
  const [creating, setCreating] = useState(false);
  const [once, setOnce] = useState<Once | null>(null);
  return (
    <section aria-labelledby="account-keys" className="person-block">
      <h2 className="section-head" id="account-keys">
        API keys
      </h2>
      {keys.isPending && <ListSkeleton rows={3} label="Loading the keys" />}
      {keys.isError && <ErrorState error={keys.error} onRetry={() => void keys.refetch()} />}
      {keys.data?.length === 0 && <p className="note">No key yet: the program cannot call this server.</p>}
      {keys.data !== undefined && keys.data.length > 0 && <KeyList keys={keys.data} />}
      <div>
        <Button leftSection={<IconPlus size={16} />} variant="default" onClick={() => setCreating(true)}>
          New key
        </Button>
      </div>
      <NewKeyDialog account={account} opened={creating} onClose={() => setCreating(false)} onMade={setOnce} />
      <OnceDialog once={once} onClose={() => setOnce(null)} />
    </section>
  );
}

function AccountForm({ account, groups }: Omit<BodyProps, "onGone">) {
  const [name, setName] = useState(account.name);
  const [description, setDescription] = useState(account.description);
  const [roles, setRoles] = useState(account.roles);
  const [chosen, setChosen] = useState(account.groups.map(({ id }) => id));
  const save = useAccountChange(account);
  const form = useFaultFocus(save.error);

  function submit(event: FormEvent) {
    event.preventDefault();
    save.mutate({ name: name.trim(), description: description.trim(), roles, groups: chosen });
  }

  return (
    <form ref={form} onSubmit={submit} noValidate aria-label="Service account" className="person-acts">
      <Stack gap="md">
        <TextInput label="Name" autoComplete="off" value={name} onChange={(event) => setName(event.currentTarget.value)} error={fieldText(save.error, "name")} />
        <TextInput label="What it is for" autoComplete="off" value={description} onChange={(event) => setDescription(event.currentTarget.value)} error={fieldText(save.error, "description")} />
        <RoleAndGroupFields groups={groups} chosenRoles={roles} chosenGroups={chosen} onRoles={setRoles} onGroups={setChosen} />
        <ProblemNote error={save.error} fields={["name", "description"]} />
        <div>
          <Button type="submit" loading={save.isPending}>
            Save
          </Button>
        </div>
      </Stack>
    </form>
  );
}

function DeleteAccount({ account, onGone }: Omit<BodyProps, "groups">) {
  const queries = useQueryClient();
  const gone = () => {
    onGone();
    return Promise.all([queries.invalidateQueries({ queryKey: serviceAccountsQuery.queryKey }), queries.invalidateQueries({ queryKey: ["keys"] })]);
  };
  return (
    <DeleteAct name={account.name} confirm="Delete the service account" remove={() => deleteServiceAccount(account.id)} onGone={gone} lead="Deleting cannot be undone. What this account did stays in the audit log.">
      The account goes for good, and all of its keys with it: whatever uses them is refused from its next request on. The audit log stays.
    </DeleteAct>
  );
}

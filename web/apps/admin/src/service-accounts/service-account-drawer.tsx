/** One service account beside the list: its keys first, since they are what it is there for. */
import { Button, TextInput } from "@mantine/core";
import { type ServiceAccountChange, changeServiceAccount, deleteServiceAccount, serviceAccountsQuery, serviceKeysQuery } from "@sallyport/api/service-accounts.ts";
import type { Group, ServiceAccount } from "@sallyport/api/types.ts";
import { notifyDone } from "@sallyport/ui/notify.tsx";
import { fieldText } from "@sallyport/ui/problem-text.ts";
import { ErrorState, ListSkeleton, NotFound } from "@sallyport/ui/states.tsx";
import { IconPlus } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { AccountFacts } from "../account-facts.tsx";
import { DeleteAct } from "../delete-act.tsx";
import { KeyList } from "../keys/key-list.tsx";
import { NewKeyDialog } from "../keys/new-key-dialog.tsx";
import { type Once, OnceDialog } from "../once-dialog.tsx";
import { RoleAndGroupFields } from "../people/role-and-group-fields.tsx";
import { SideDrawer } from "../side-drawer.tsx";
import { SideForm } from "../side-form.tsx";
import { StatusAct } from "../status-act.tsx";
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
  const change = useAccountChange(account);
  return (
    <>
      <Keys account={account} />
      <AccountForm account={account} groups={groups} />
      <section className="person-acts" aria-label="About">
        <AccountFacts account={account} idLabel="service account id" />
      </section>
      <StatusAct status={account.status} change={change} lead={statusLead} />
      <DeleteAccount account={account} onGone={onGone} />
    </>
  );
}

const statusLead = { active: "While it is disabled, its keys open nothing.", disabled: "This account is disabled: its keys open nothing." };

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
  return (
    <SideForm
      label="Service account"
      pending={save.isPending}
      error={save.error}
      said={["name", "description"]}
      onSave={() => save.mutate({ name: name.trim(), description: description.trim(), roles, groups: chosen })}
    >
      <TextInput label="Name" autoComplete="off" value={name} onChange={(event) => setName(event.currentTarget.value)} error={fieldText(save.error, "name")} />
      <TextInput label="What it is for" autoComplete="off" value={description} onChange={(event) => setDescription(event.currentTarget.value)} error={fieldText(save.error, "description")} />
      <RoleAndGroupFields groups={groups} chosenRoles={roles} chosenGroups={chosen} onRoles={setRoles} onGroups={setChosen} />
    </SideForm>
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

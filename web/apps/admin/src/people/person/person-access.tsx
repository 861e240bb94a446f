import { deletePerson } from "@sallyport/api/person-access.ts";
import type { Group, Person } from "@sallyport/api/types.ts";
import { useSession } from "@sallyport/ui/session-gate.tsx";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { DeleteAct } from "../../delete-act.tsx";
import { inheritedBy } from "../../groups/group-tree.ts";
import { SideForm } from "../../side-form.tsx";
import { StatusAct } from "../../status-act.tsx";
import { RoleAndGroupFields } from "../role-and-group-fields.tsx";
import { usePersonChange } from "./person-change.ts";

interface PersonAccessProps {
  person: Person;
  groups: readonly Group[];
  onGone: () => void;
}

export function PersonAccess({ person, groups, onGone }: PersonAccessProps) {
  return (
    <>
      <AccessForm person={person} groups={groups} />
      <PersonStatusAct person={person} />
      <DeletePerson person={person} onGone={onGone} />
    </>
  );
}

const sameSet = (left: readonly string[], right: readonly string[]): boolean => left.length === right.length && left.every((one) => right.includes(one));

function AccessForm({ person, groups }: Omit<PersonAccessProps, "onGone">) {
  const self = useSession().person.id === person.id;
  const save = usePersonChange(person);
  const [roles, setRoles] = useState(person.roles);
  const [chosen, setChosen] = useState(person.groups.map(({ id }) => id));
  const inherited = inheritedBy(chosen, groups);
  const others = !sameSet(roles, person.roles);
  return (
    // other roles end sessions, so those of before are not sent as if they were others
    <SideForm label="Access" pending={save.isPending} error={save.error} onSave={() => save.mutate({ ...(others ? { roles } : {}), groups: chosen })}>
      <RoleAndGroupFields groups={groups} chosenRoles={roles} chosenGroups={chosen} onRoles={setRoles} onGroups={setChosen} />
      {inherited.length > 0 && <p className="note">Through these groups also in {inherited.map(({ name }) => name).join(", ")}.</p>}
      {others && <p className="note-warning">With other roles, {self ? "your other sessions end" : "their sessions end"} when you save.</p>}
    </SideForm>
  );
}

const statusLead = {
  active: "A disabled person cannot sign in, their sessions end at once, and their keys open nothing. Nothing of theirs is deleted.",
  disabled: "This person is disabled and cannot sign in.",
};

function PersonStatusAct({ person }: { person: Person }) {
  const self = useSession().person.id === person.id;
  return <StatusAct status={person.status} change={usePersonChange(person)} lead={statusLead} barred={self ? "You cannot disable yourself." : undefined} />;
}

function DeletePerson({ person, onGone }: { person: Person; onGone: () => void }) {
  const self = useSession().person.id === person.id;
  const queries = useQueryClient();
  const gone = () => {
    onGone();
    queries.removeQueries({ queryKey: ["people", person.id] });
    return Promise.all(["people", "groups", "keys", "security-overview"].map((key) => queries.invalidateQueries({ queryKey: [key] })));
  };
  return (
    <DeleteAct
      name={person.name}
      confirm="Delete the account"
      remove={() => deletePerson(person.id)}
      onGone={gone}
      lead="Deleting cannot be undone. What this person did stays in the audit log."
      barred={self ? "You cannot delete yourself." : undefined}
    >
      The account of {person.email} goes for good, and with it their sessions, second factors, API keys and everything that was shared with them.
      Apps that they made stay. The audit log stays.
    </DeleteAct>
  );
}

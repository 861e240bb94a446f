/** One group beside the list: its name, what it lies in, who is in it. */
import { MultiSelect, TextInput } from "@mantine/core";
import { can } from "@sallyport/api/abilities.ts";
import { changeGroup, deleteGroup, peopleQuery } from "@sallyport/api/people.ts";
import type { Group, Person } from "@sallyport/api/types.ts";
import { clearButton } from "@sallyport/ui/clear-button.ts";
import { Field, Fields } from "@sallyport/ui/fields.tsx";
import { IdText } from "@sallyport/ui/id-text.tsx";
import { notifyDone } from "@sallyport/ui/notify.tsx";
import { fieldText } from "@sallyport/ui/problem-text.ts";
import { useSession } from "@sallyport/ui/session-gate.tsx";
import { ErrorState, ListSkeleton, NotFound } from "@sallyport/ui/states.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { DeleteAct } from "../delete-act.tsx";
import { takenAt } from "../taken.ts";
import { GroupMembers } from "./group-members.tsx";
import { below, inheritedBy, membersOf, possibleParents } from "./group-tree.ts";
import { SideDrawer } from "../side-drawer.tsx";
import { SideForm } from "../side-form.tsx";
import "../notes.css";
import "../people/person/person.css";

interface GroupDrawerProps {
  /** The id that the address names. */
  group: string | undefined;
  groups: readonly Group[] | undefined;
  onClose: () => void;
}

export function GroupDrawer({ group: id, groups, onClose }: GroupDrawerProps) {
  const group = groups?.find((candidate) => candidate.id === id);
  return (
    <SideDrawer opened={id !== undefined} onClose={onClose} title={group?.name ?? "Group"}>
      {id !== undefined && groups === undefined && <ListSkeleton label="Loading the group" />}
      {id !== undefined && groups !== undefined && group === undefined && <NotFound home="/admin/groups" />}
      {groups !== undefined && group !== undefined && <GroupBody key={group.id} group={group} groups={groups} onGone={onClose} />}
    </SideDrawer>
  );
}

interface GroupBodyProps {
  group: Group;
  groups: readonly Group[];
  onGone: () => void;
}

function GroupBody({ group, groups, onGone }: GroupBodyProps) {
  const session = useSession();
  const mayChange = can(session, "group.create");
  const maySeePeople = can(session, "person.list");
  const people = useQuery({ ...peopleQuery, enabled: maySeePeople });
  const within = groups.filter(({ id }) => group.parents.includes(id));
  return (
    <>
      {mayChange ? (
        <GroupForm group={group} groups={groups} />
      ) : (
        <Fields>
          <Field name="Within">{within.map(({ name }) => name).join(", ") || <span className="quiet">–</span>}</Field>
        </Fields>
      )}
      {maySeePeople && people.isPending && <ListSkeleton rows={4} label="Loading the members" />}
      {people.isError && <ErrorState error={people.error} onRetry={() => void people.refetch()} />}
      {people.data !== undefined && <GroupMembers group={group} groups={groups} people={people.data} mayChange={mayChange} />}
      <section className="person-acts" aria-label="About">
        <Fields>
          <Field name="Id">
            <IdText id={group.id} label="group id" />
          </Field>
        </Fields>
      </section>
      {mayChange && <DeleteGroup group={group} groups={groups} people={people.data} onGone={onGone} />}
    </>
  );
}

function GroupForm({ group, groups }: { group: Group; groups: readonly Group[] }) {
  const queries = useQueryClient();
  const [name, setName] = useState(group.name);
  const [parents, setParents] = useState([...group.parents]);
  const save = useMutation({
    mutationFn: () => changeGroup(group.id, { name: name.trim(), parents }),
    onSuccess: (changed) => {
      notifyDone(`${changed.name} is saved`);
      // a person is shown with the names of their groups
      return Promise.all([queries.invalidateQueries({ queryKey: ["groups"] }), queries.invalidateQueries({ queryKey: ["people"] })]);
    },
  });
  const error = useMemo(() => takenAt(save.error, "name", "is the name of another group"), [save.error]);
  const further = inheritedBy(parents, groups);
  return (
    <SideForm label="Group" pending={save.isPending} error={error} said={["name", "parents"]} onSave={() => save.mutate()}>
      <TextInput label="Name" value={name} onChange={(event) => setName(event.currentTarget.value)} error={fieldText(error, "name")} />
      <MultiSelect
        label="Within"
        description="Whoever is in this group is in these as well. A group cannot lie in one of its own."
        placeholder={parents.length === 0 ? "No group" : ""}
        searchable
        clearable
        clearButtonProps={clearButton("the groups")}
        nothingFoundMessage="No other group"
        data={possibleParents(group.id, groups).map(({ id, name: label }) => ({ value: id, label }))}
        value={parents}
        onChange={setParents}
        error={fieldText(error, "parents")}
      />
      {further.length > 0 && <p className="note">And through them in {further.map((one) => one.name).join(", ")}.</p>}
    </SideForm>
  );
}

const counted = (count: number, one: string, many: string): string => `${count === 0 ? "No" : count} ${count === 1 ? one : many}`;

/** Whom it touches, as far as that is known. */
const losers = (members: readonly Person[] | undefined): string => (members === undefined ? "Whoever is in it loses" : counted(members.length, "person loses", "people lose"));

function DeleteGroup({ group, groups, people, onGone }: GroupBodyProps & { people: readonly Person[] | undefined }) {
  const queries = useQueryClient();
  const direct = people && membersOf(group.id, groups, people).direct;
  const gone = () => {
    onGone();
    return Promise.all([queries.invalidateQueries({ queryKey: ["groups"] }), queries.invalidateQueries({ queryKey: ["people"] })]);
  };
  return (
    <DeleteAct name={group.name} confirm="Delete the group" remove={() => deleteGroup(group.id)} onGone={gone} lead="Deleting cannot be undone. Whoever is in the group keeps their account.">
      {losers(direct)} what is shared with this group alone; {counted(below(group.id, groups).size, "group lies", "groups lie").toLowerCase()} in
      it. Their accounts stay. This cannot be undone.
    </DeleteAct>
  );
}

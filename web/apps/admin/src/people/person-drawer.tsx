import { Button, Drawer, Group as Line, Stack, TextInput } from "@mantine/core";
import { can } from "@sallyport/api/abilities.ts";
import { type PersonChange, changePerson, peopleQuery } from "@sallyport/api/people.ts";
import type { Group, Person } from "@sallyport/api/types.ts";
import { useFaultFocus } from "@sallyport/ui/fault-focus.ts";
import { Field, Fields } from "@sallyport/ui/fields.tsx";
import { IdText } from "@sallyport/ui/id-text.tsx";
import { notifyDone } from "@sallyport/ui/notify.tsx";
import { ProblemNote } from "@sallyport/ui/problem-note.tsx";
import { useSession } from "@sallyport/ui/session-gate.tsx";
import { NotFound } from "@sallyport/ui/states.tsx";
import { TimeText } from "@sallyport/ui/time-text.tsx";
import { fieldText } from "@sallyport/ui/problem-text.ts";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { RoleAndGroupFields } from "./role-and-group-fields.tsx";

interface PersonDrawerProps {
  person: Person | undefined;
  /** The address names a person, but there is none by that id. */
  absent: boolean;
  groups: readonly Group[];
  onClose: () => void;
}

export function PersonDrawer({ person, absent, groups, onClose }: PersonDrawerProps) {
  return (
    <Drawer opened={person !== undefined || absent} onClose={onClose} title={person?.name ?? "Person"} size={440}>
      {person === undefined ? <NotFound home="/admin/people" /> : <PersonBody key={person.id} person={person} groups={groups} />}
    </Drawer>
  );
}

function usePersonChange(person: Person) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (change: PersonChange) => changePerson(person.id, change),
    onSuccess: async (changed) => {
      await queries.invalidateQueries({ queryKey: peopleQuery.queryKey });
      notifyDone(`${changed.name} is saved`);
    },
  });
}

function PersonBody({ person, groups }: { person: Person; groups: readonly Group[] }) {
  const session = useSession();
  return (
    <>
      <Fields>
        <Field name="E-mail">{person.email}</Field>
        <Field name="Created">
          <TimeText at={person.created_at} as="exact" />
        </Field>
        <Field name="Last sign-in">
          <TimeText at={person.last_sign_in_at} as="exact" />
        </Field>
        <Field name="Id">
          <IdText id={person.id} label="person id" />
        </Field>
      </Fields>
      {can(session, "audit.read") && (
        <p>
          <Link to="/audit" search={{ actor: person.id }}>
            What {person.name} did
          </Link>
        </p>
      )}
      {can(session, "person.create") && <PersonForm person={person} groups={groups} />}
    </>
  );
}

function PersonForm({ person, groups }: { person: Person; groups: readonly Group[] }) {
  const save = usePersonChange(person);
  const form = useFaultFocus(save.error);
  const [name, setName] = useState(person.name);
  const [roles, setRoles] = useState(person.roles);
  const [chosen, setChosen] = useState(person.groups.map(({ id }) => id));

  function submit(event: FormEvent) {
    event.preventDefault();
    save.mutate({ name: name.trim(), roles, groups: chosen });
  }

  return (
    <>
      <form ref={form} onSubmit={submit} noValidate>
        <Stack gap="md" mt="lg">
          <TextInput
            label="Name"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={fieldText(save.error, "name")}
          />
          <RoleAndGroupFields groups={groups} chosenRoles={roles} chosenGroups={chosen} onRoles={setRoles} onGroups={setChosen} />
          <ProblemNote error={save.error} fields={["name"]} />
          <Line>
            <Button type="submit" loading={save.isPending}>
              Save
            </Button>
          </Line>
        </Stack>
      </form>
      <StatusAct person={person} />
    </>
  );
}

/** Disabling can be taken back, so it is done without asking. */
function StatusAct({ person }: { person: Person }) {
  const self = useSession().person.id === person.id;
  const change = usePersonChange(person);
  const active = person.status === "active";
  return (
    <section className="person-acts" aria-label="Access">
      <p>
        {active
          ? "A disabled person cannot sign in, and their sessions end at once. Nothing of theirs is deleted."
          : "This person is disabled and cannot sign in."}
      </p>
      <ProblemNote error={change.error} />
      <div>
        <Button
          variant="default"
          disabled={self && active}
          loading={change.isPending}
          onClick={() => change.mutate({ status: active ? "disabled" : "active" })}
        >
          {active ? "Disable" : "Enable"}
        </Button>
      </div>
      {self && active && <p>You cannot disable yourself.</p>}
    </section>
  );
}

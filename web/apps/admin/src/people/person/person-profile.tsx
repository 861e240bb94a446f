import { Button, Stack, TextInput } from "@mantine/core";
import { can } from "@sallyport/api/abilities.ts";
import { Problem } from "@sallyport/api/problem.ts";
import type { Person } from "@sallyport/api/types.ts";
import { useFaultFocus } from "@sallyport/ui/fault-focus.ts";
import { Field, Fields } from "@sallyport/ui/fields.tsx";
import { IdText } from "@sallyport/ui/id-text.tsx";
import { ProblemNote } from "@sallyport/ui/problem-note.tsx";
import { fieldText } from "@sallyport/ui/problem-text.ts";
import { useSession } from "@sallyport/ui/session-gate.tsx";
import { TimeText } from "@sallyport/ui/time-text.tsx";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { listText } from "../../list-text.tsx";
import { roleLabel } from "../roles.ts";
import type { Attributes } from "@sallyport/api/person-access.ts";
import { AttributeFields } from "./attribute-fields.tsx";
import { attributesOf, formOf, rowPath } from "./attributes.ts";
import { usePersonChange } from "./person-change.ts";

export function PersonProfile({ person, mayChange }: { person: Person; mayChange: boolean }) {
  const session = useSession();
  return (
    <>
      <Fields>
        <Field name="E-mail">
          {person.email}
          {mayChange && <div className={person.email_verified_at === null ? "mark-warning" : "quiet"}>{person.email_verified_at === null ? "Not confirmed yet" : "Confirmed"}</div>}
        </Field>
        <Field name="Status">{person.status === "active" ? "Active" : <span className="mark-warning">Disabled</span>}</Field>
        {!mayChange && <Field name="Roles">{listText(person.roles.map(roleLabel))}</Field>}
        {!mayChange && <Field name="Groups">{listText(person.groups.map(({ name }) => name))}</Field>}
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
          {" · "}
          <Link to="/audit" search={{ object: person.id }}>
            What was done to this account
          </Link>
        </p>
      )}
      {mayChange && <ProfileForm person={person} />}
    </>
  );
}

function ProfileForm({ person }: { person: Person }) {
  const save = usePersonChange(person);
  const [name, setName] = useState(person.name);
  const [attributes, setAttributes] = useState(() => formOf(person.attributes as Attributes));
  const [fault, setFault] = useState<Problem | null>(null);
  const error = fault ?? save.error;
  const form = useFaultFocus(error);
  const said = ["name", "attributes.department", "attributes.manager", ...attributes.custom.flatMap((row) => [rowPath(row.key, "name"), rowPath(row.key, "value"), `attributes.${row.name.trim()}`])];

  function submit(event: FormEvent) {
    event.preventDefault();
    const wanted = attributesOf(attributes);
    if (wanted instanceof Problem) return setFault(wanted);
    setFault(null);
    return save.mutate({ name: name.trim(), attributes: wanted });
  }

  return (
    <form ref={form} onSubmit={submit} noValidate aria-label="Profile">
      <Stack gap="md" mt="md">
        <TextInput label="Name" value={name} onChange={(event) => setName(event.currentTarget.value)} error={fieldText(error, "name")} />
        <AttributeFields person={person.id} form={attributes} error={error} onChange={setAttributes} />
        <ProblemNote error={error} fields={said} />
        <div>
          <Button type="submit" loading={save.isPending}>
            Save
          </Button>
        </div>
      </Stack>
    </form>
  );
}

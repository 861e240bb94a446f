import { TextInput } from "@mantine/core";
import { Problem } from "@sallyport/api/problem.ts";
import type { Person } from "@sallyport/api/types.ts";
import { Field } from "@sallyport/ui/fields.tsx";
import { fieldText } from "@sallyport/ui/problem-text.ts";
import { TimeText } from "@sallyport/ui/time-text.tsx";
import { useState } from "react";
import { AccountFacts } from "../../account-facts.tsx";
import { listText } from "../../list-text.tsx";
import { SideForm } from "../../side-form.tsx";
import { roleLabel } from "../roles.ts";
import type { Attributes } from "@sallyport/api/person-access.ts";
import { AttributeFields } from "./attribute-fields.tsx";
import { attributesOf, formOf, rowPath } from "./attributes.ts";
import { usePersonChange } from "./person-change.ts";

export function PersonProfile({ person, mayChange }: { person: Person; mayChange: boolean }) {
  return (
    <>
      <AccountFacts account={person} idLabel="person id">
        <Field name="E-mail">
          {person.email}
          {mayChange && <div className={person.email_verified_at === null ? "mark-warning" : "quiet"}>{person.email_verified_at === null ? "Not confirmed yet" : "Confirmed"}</div>}
        </Field>
        <Field name="Status">{person.status === "active" ? "Active" : <span className="mark-warning">Disabled</span>}</Field>
        {!mayChange && <Field name="Roles">{listText(person.roles.map(roleLabel))}</Field>}
        {!mayChange && <Field name="Groups">{listText(person.groups.map(({ name }) => name))}</Field>}
        <Field name="Last sign-in">
          <TimeText at={person.last_sign_in_at} as="exact" />
        </Field>
      </AccountFacts>
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
  const said = ["name", "attributes.department", "attributes.manager", ...attributes.custom.flatMap((row) => [rowPath(row.key, "name"), rowPath(row.key, "value"), `attributes.${row.name.trim()}`])];

  function submit() {
    const wanted = attributesOf(attributes);
    if (wanted instanceof Problem) return setFault(wanted);
    setFault(null);
    return save.mutate({ name: name.trim(), attributes: wanted });
  }

  return (
    <SideForm label="Profile" pending={save.isPending} error={error} said={said} onSave={submit}>
      <TextInput label="Name" value={name} onChange={(event) => setName(event.currentTarget.value)} error={fieldText(error, "name")} />
      <AttributeFields person={person.id} form={attributes} error={error} onChange={setAttributes} />
    </SideForm>
  );
}

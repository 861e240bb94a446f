import { Checkbox, MultiSelect, Stack } from "@mantine/core";
import type { Group, Role } from "@sallyport/api/types.ts";
import { clearButton } from "@sallyport/ui/clear-button.ts";
import { roles } from "./roles.ts";

interface RoleAndGroupFieldsProps {
  groups: readonly Group[];
  chosenRoles: readonly Role[];
  chosenGroups: readonly string[];
  onRoles: (roles: Role[]) => void;
  onGroups: (groups: string[]) => void;
  disabled?: boolean;
}

/** Up to so many groups are all in sight; more are looked for by name. */
const IN_SIGHT = 8;

export function RoleAndGroupFields(props: RoleAndGroupFieldsProps) {
  const disabled = props.disabled ?? false;
  return (
    <>
      <Checkbox.Group label="Roles" value={[...props.chosenRoles]} onChange={(values) => props.onRoles(values as Role[])}>
        <Stack gap="sm" mt={4}>
          {roles.map(({ value, label, description }) => (
            <Checkbox key={value} value={value} label={label} description={description} disabled={disabled} />
          ))}
        </Stack>
      </Checkbox.Group>
      {props.groups.length > IN_SIGHT && (
        <MultiSelect
          label="Groups"
          placeholder={props.chosenGroups.length === 0 ? "No group" : ""}
          searchable
          clearable
          clearButtonProps={clearButton("the groups")}
          nothingFoundMessage="No group by that name"
          disabled={disabled}
          data={props.groups.map(({ id, name }) => ({ value: id, label: name }))}
          value={[...props.chosenGroups]}
          onChange={props.onGroups}
        />
      )}
      {props.groups.length > 0 && props.groups.length <= IN_SIGHT && (
        <Checkbox.Group label="Groups" value={[...props.chosenGroups]} onChange={props.onGroups}>
          <Stack gap="sm" mt={4}>
            {props.groups.map(({ id, name }) => (
              <Checkbox key={id} value={id} label={name} disabled={disabled} />
            ))}
          </Stack>
        </Checkbox.Group>
      )}
    </>
  );
}

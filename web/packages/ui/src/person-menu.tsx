import { Menu, Text, UnstyledButton } from "@mantine/core";
import { canAny } from "@sallyport/api/abilities.ts";
import { useSignOut } from "@sallyport/api/session.ts";
import type { Whoami } from "@sallyport/api/types.ts";
import { IconLayoutGrid, IconLogout, IconShieldCog, IconUserCircle } from "@tabler/icons-react";
import { notifyProblem } from "./notify.tsx";
import "./person-menu.css";

/** What administration shows; without any of it the way there is absent. */
export const administrationAbilities = ["audit.read", "datasource.list", "person.list", "group.list"] as const;

export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  return ends.map((word) => [...(word ?? "")][0]?.toUpperCase() ?? "").join("") || "?";
}

/** A fresh page, so that nothing that was read stays in its memory. */
const leave = () => location.assign("/");

export function PersonMenu({ session }: { session: Whoami }) {
  const signOut = useSignOut();
  const { person, tenant } = session;
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <UnstyledButton
          className="person-button"
          data-initials={initials(person.name)}
          aria-label={`Signed in as ${person.name}`}
          title={person.name}
        />
      </Menu.Target>
      <Menu.Dropdown>
        <div className="person-summary">
          <Text fw={600} truncate>
            {person.name}
          </Text>
          <Text size="xs" c="dimmed" truncate>
            {person.email}
          </Text>
          <Text size="xs" c="dimmed" truncate>
            {tenant.name}
          </Text>
        </div>
        <Menu.Divider />
        <Menu.Item component="a" href="/account" leftSection={<IconUserCircle size={16} />}>
          Your account
        </Menu.Item>
        <Menu.Item component="a" href="/" leftSection={<IconLayoutGrid size={16} />}>
          Apps
        </Menu.Item>
        {canAny(session, administrationAbilities) && (
          <Menu.Item component="a" href="/admin" leftSection={<IconShieldCog size={16} />}>
            Administration
          </Menu.Item>
        )}
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconLogout size={16} />}
          onClick={() => signOut.mutate(undefined, { onSuccess: leave, onError: notifyProblem })}
        >
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

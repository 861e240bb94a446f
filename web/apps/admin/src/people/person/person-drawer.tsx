/** One person beside the list: who they are, what they may do, how they sign in, where they are signed in, their keys. */
import { Tabs } from "@mantine/core";
import { can } from "@sallyport/api/abilities.ts";
import { personQuery } from "@sallyport/api/person-access.ts";
import type { Group } from "@sallyport/api/types.ts";
import { useSession } from "@sallyport/ui/session-gate.tsx";
import { ErrorState, ListSkeleton, NotFound } from "@sallyport/ui/states.tsx";
import { isProblem } from "@sallyport/api/problem.ts";
import { useQuery } from "@tanstack/react-query";
import type { PersonTab } from "../people-search.ts";
import { PersonAccess } from "./person-access.tsx";
import { PersonKeys } from "./person-keys.tsx";
import { PersonProfile } from "./person-profile.tsx";
import { PersonSessions } from "./person-sessions.tsx";
import { PersonSignIn } from "./person-sign-in.tsx";
import { SideDrawer } from "../../side-drawer.tsx";
import "./person.css";

interface PersonDrawerProps {
  /** The id that the address names. */
  person: string | undefined;
  tab: PersonTab;
  groups: readonly Group[];
  onTab: (tab: PersonTab) => void;
  onClose: () => void;
}

const labels: Record<PersonTab, string> = { profile: "Profile", access: "Access", "sign-in": "Sign-in", sessions: "Sessions", keys: "Keys" };

/** What anyone sees who may see the list; all else is the administrators'. */
const forAll: readonly PersonTab[] = ["profile"];

export function PersonDrawer({ person: id, ...props }: PersonDrawerProps) {
  const person = useQuery({ ...personQuery(id ?? ""), enabled: id !== undefined });
  return (
    <SideDrawer opened={id !== undefined} onClose={props.onClose} title={(id !== undefined && person.data?.name) || "Person"}>
      {id !== undefined && <PersonBody key={id} id={id} {...props} />}
    </SideDrawer>
  );
}

function PersonBody({ id, tab, groups, onTab, onClose }: Omit<PersonDrawerProps, "person"> & { id: string }) {
  const mayChange = can(useSession(), "person.create");
  const person = useQuery(personQuery(id));
  if (person.isPending) return <ListSkeleton label="Loading the person" />;
  if (isProblem(person.error, "not_found") || isProblem(person.error, "invalid_request")) return <NotFound home="/admin/people" />;
  if (person.isError) return <ErrorState error={person.error} onRetry={() => void person.refetch()} />;
  const tabs = mayChange ? (Object.keys(labels) as PersonTab[]) : forAll;
  const shown = tabs.includes(tab) ? tab : "profile";
  return (
    <Tabs value={shown} onChange={(value) => onTab((value as PersonTab | null) ?? "profile")} keepMounted={false}>
      <Tabs.List aria-label="What is shown of this person" className="person-tabs">
        {tabs.map((name) => (
          <Tabs.Tab key={name} value={name}>
            {labels[name]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value={shown} pt="md">
        {shown === "profile" && <PersonProfile person={person.data} mayChange={mayChange} />}
        {shown === "access" && <PersonAccess person={person.data} groups={groups} onGone={onClose} />}
        {shown === "sign-in" && <PersonSignIn person={person.data} />}
        {shown === "sessions" && <PersonSessions person={person.data} />}
        {shown === "keys" && <PersonKeys person={person.data} />}
      </Tabs.Panel>
    </Tabs>
  );
}

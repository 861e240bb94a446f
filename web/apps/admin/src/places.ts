import { can } from "@sallyport/api/abilities.ts";
import type { Whoami } from "@sallyport/api/types.ts";
import { IconDatabase, IconListDetails, IconLock, IconMail, IconRobot, IconShieldCheck, IconUser, IconUsersGroup } from "@tabler/icons-react";

export const places = [
  { to: "/audit", label: "Audit", ability: "audit.read", Icon: IconListDetails },
  { to: "/datasources", label: "Datasources", ability: "datasource.list", Icon: IconDatabase },
  { to: "/people", label: "People", ability: "person.list", Icon: IconUser },
  { to: "/groups", label: "Groups", ability: "group.list", Icon: IconUsersGroup },
  // what only those may see who may make accounts
  { to: "/service-accounts", label: "Service accounts", ability: "person.create", Icon: IconRobot },
  { to: "/sign-in-policy", label: "Sign-in policy", ability: "person.create", Icon: IconLock },
  { to: "/mail", label: "Mail", ability: "person.create", Icon: IconMail },
  { to: "/security", label: "Security", ability: "person.create", Icon: IconShieldCheck },
] as const;

export type Ability = (typeof places)[number]["ability"];

/** What a person has no right to is absent, not disabled. */
export const placesFor = (session: Whoami) => places.filter((place) => can(session, place.ability));

import { can } from "@sallyport/api/abilities.ts";
import type { Whoami } from "@sallyport/api/types.ts";
import { IconDatabase, IconListDetails, IconUser, IconUsersGroup } from "@tabler/icons-react";

export const places = [
  { to: "/audit", label: "Audit", ability: "audit.read", Icon: IconListDetails },
  { to: "/datasources", label: "Datasources", ability: "datasource.list", Icon: IconDatabase },
  { to: "/people", label: "People", ability: "person.list", Icon: IconUser },
  { to: "/groups", label: "Groups", ability: "group.list", Icon: IconUsersGroup },
] as const;

export type Ability = (typeof places)[number]["ability"];

/** What a person has no right to is absent, not disabled. */
export const placesFor = (session: Whoami) => places.filter((place) => can(session, place.ability));

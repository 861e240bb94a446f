import { can } from "@sallyport/api/abilities.ts";
import type { Whoami } from "@sallyport/api/types.ts";
import { IconDatabase, IconListDetails, IconLock, IconMail, IconRobot, IconShieldCheck, IconUser, IconUsersGroup } from "@tabler/icons-react";

export const places = [
  { to: "/audit", label: "Audit", ability: "audit.read", Icon: IconListDetails },
  { to: "/datasources", label: "Datasources", ability: "datasource.list", Icon: IconDatabase },
  { to: "/people", label: "People", ability: "person.list", Icon: IconUser },
  { to: "/groups", label: "Groups", ability: "group.list", Icon: IconUsersGroup },
  { to: "/service-accounts", label: "Service accounts", ability: "service_account.list", Icon: IconRobot },
  { to: "/sign-in-policy", label: "Sign-in policy", ability: "sign_in_policy.set", Icon: IconLock },
  { to: "/mail", label: "Mail", ability: "mail.list", Icon: IconMail },
  { to: "/security", label: "Security", ability: "security.view", Icon: IconShieldCheck },
] as const satisfies readonly { ability: Ability; [more: string]: unknown }[];

/** What the server tells of. */
export type Ability = Whoami["can"][number];

/** What a person has no right to is absent, not disabled. */
export const placesFor = (session: Whoami) => places.filter((place) => can(session, place.ability));

import type { Role } from "@sallyport/api/types.ts";

export const roles: readonly { value: Role; label: string; description: string }[] = [
  { value: "administrator", label: "Administrator", description: "May do everything: people, datasources, audit." },
  { value: "developer", label: "Developer", description: "May build apps and try queries in development." },
];

export const roleLabel = (role: Role): string => roles.find(({ value }) => value === role)?.label ?? role;

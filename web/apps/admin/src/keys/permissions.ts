import { keyPermissions } from "@sallyport/api/service-accounts.ts";

const known: Record<(typeof keyPermissions)[number], { label: string; description: string }> = {
  read: { label: "Read", description: "See and list what the account may see." },
  run_queries: { label: "Run queries", description: "Run the queries of released apps." },
  build: { label: "Build", description: "Make, change, release and share apps and workspaces." },
  administer: { label: "Administer", description: "What takes an administrator, except for what takes a fresh proof: a key can give none." },
};

export const permissions = keyPermissions.map((value) => ({ value, ...known[value] }));

/** An act that stands for itself keeps its own name. */
export const permissionLabel = (name: string): string => permissions.find(({ value }) => value === name)?.label ?? name;

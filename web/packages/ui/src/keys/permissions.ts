/** What a key may be used for, in words. Its owner's own rights are the limit of each. */
import { keyPermissions } from "@sallyport/api/service-accounts.ts";

export type Owner = "you" | "the account";

const known: Record<(typeof keyPermissions)[number], { label: string; description: (owner: Owner) => string }> = {
  read: { label: "Read", description: (owner) => `See and list what ${owner} may see.` },
  run_queries: { label: "Run queries", description: (owner) => `Run the released queries of apps that ${owner} may use.` },
  build: { label: "Build", description: (owner) => `Make, change, release and share what ${owner} may edit.` },
  administer: { label: "Administer", description: (owner) => `What ${owner} may do as an administrator, except what takes a fresh proof.` },
};

export const permissionsOf = (owner: Owner) => keyPermissions.map((value) => ({ value, label: known[value].label, description: known[value].description(owner) }));

/** An act that stands for itself keeps its own name. */
export const permissionLabel = (name: string): string => (Object.hasOwn(known, name) ? known[name as keyof typeof known].label : name);

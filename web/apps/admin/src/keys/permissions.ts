import { keyPermissions } from "@sallyport/api/service-accounts.ts";

const known: Record<(typeof keyPermissions)[number], { label: string; description: string }> = {
  read: { label: "Read", description: "See apps, documents, datasources and people." },
  run: { label: "Run queries", description: "Run the queries of released apps." },
  build: { label: "Build", description: "Change and release apps, and try queries." },
  administer: { label: "Administer", description: "People, datasources, the audit log." },
};

export const permissions = keyPermissions.map((value) => ({ value, ...known[value] }));

/** An act that stands for itself keeps its own name. */
export const permissionLabel = (name: string): string => permissions.find(({ value }) => value === name)?.label ?? name;

/** What an administrator looks at to see whether all is well with accounts. */
import { queryOptions } from "@tanstack/react-query";
import { answer, client } from "./client.ts";
import type { SecurityOverview } from "./types.ts";

export type WithoutFactor = SecurityOverview["without_second_factor"][number];
export type InactivePerson = SecurityOverview["inactive"][number];
export type FailedDay = SecurityOverview["failed_sign_ins"][number];
export type HeldTries = SecurityOverview["waits"][number];
export type SessionPlace = SecurityOverview["sessions"]["by_place"][number];

export const securityOverviewQuery = queryOptions({
  queryKey: ["security-overview"],
  queryFn: ({ signal }): Promise<SecurityOverview> => answer(client.GET("/api/v1/security-overview", { signal })),
});

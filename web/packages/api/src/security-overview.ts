/** What an administrator looks at to see whether all is well with accounts. */
import { queryOptions } from "@tanstack/react-query";
import { ask } from "./call.ts";

export interface WithoutFactor {
  id: string;
  name: string;
  email: string;
  required: boolean;
  due_at: string | null;
}

export interface InactivePerson {
  id: string;
  name: string;
  email: string;
  last_sign_in_at: string | null;
}

export interface FailedDay {
  /** `2026-11-22` */
  day: string;
  count: number;
}

export interface SessionPlace {
  /** Null where it is not known. */
  address: string | null;
  sessions: number;
  people: number;
}

export interface SecurityOverview {
  people: number;
  active: number;
  /** The first hundred; the count is of all. */
  without_second_factor: WithoutFactor[];
  without_second_factor_count: number;
  inactive: InactivePerson[];
  inactive_count: number;
  failed_sign_ins: FailedDay[];
  /** Whether all of them were counted: there are days on which only the newest are. */
  failed_sign_ins_complete: boolean;
  sessions: { total: number; by_place: SessionPlace[] };
}

export const securityOverviewQuery = queryOptions({
  queryKey: ["security-overview"],
  queryFn: ({ signal }): Promise<SecurityOverview> => ask("GET", "/security-overview", { signal }),
});

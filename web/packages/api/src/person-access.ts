/** One person as administrators see them: their account, their sessions, their second factors. */
import { queryOptions } from "@tanstack/react-query";
import { act, ask } from "./call.ts";
import type { Person } from "./types.ts";

export type AttributeValue = string | number | boolean;

/** What rules may go by: `department` and `manager` (a person's id) are known to the screens, all others are the tenant's own. */
export type Attributes = Record<string, AttributeValue>;

export interface PersonDetail extends Person {
  email_verified_at: string | null;
  password_set_at: string | null;
  attributes: Attributes;
}

export interface SessionOfPerson {
  id: string;
  current: boolean;
  created_at: string;
  last_used_at: string;
  expires_at: string;
  address: string | null;
  user_agent: string | null;
  /** For people, such as "Firefox on Linux". */
  device: string;
  methods: string[];
}

export type FactorKind = "totp" | "passkey" | "email" | "sms";

export interface FactorOfPerson {
  id: string;
  kind: FactorKind;
  name: string;
  created_at: string;
  last_used_at: string | null;
  /** A masked number or address. */
  detail: string | null;
}

export interface FactorsOfPerson {
  items: FactorOfPerson[];
  recovery_codes_left: number;
  required: boolean;
  due_at: string | null;
}

const at = (person: string) => ({ path: { person } });

export const personQuery = (person: string) =>
  queryOptions({
    queryKey: ["people", person],
    queryFn: ({ signal }): Promise<PersonDetail> => ask("GET", "/people/{person}", { ...at(person), signal }),
  });

export const personSessionsQuery = (person: string) =>
  queryOptions({
    queryKey: ["people", person, "sessions"],
    queryFn: ({ signal }): Promise<SessionOfPerson[]> =>
      ask<{ items: SessionOfPerson[] }>("GET", "/people/{person}/sessions", { ...at(person), signal }).then(({ items }) => items),
  });

export const endPersonSessions = (person: string): Promise<void> => act("DELETE", "/people/{person}/sessions", at(person));

export const endPersonSession = (person: string, session: string): Promise<void> =>
  act("DELETE", "/people/{person}/sessions/{session}", { path: { person, session } });

/** Everybody's sessions but the caller's own. */
export const endEverySession = (): Promise<{ ended: number }> => ask("DELETE", "/sessions");

export const personFactorsQuery = (person: string) =>
  queryOptions({
    queryKey: ["people", person, "factors"],
    queryFn: ({ signal }): Promise<FactorsOfPerson> => ask("GET", "/people/{person}/factors", { ...at(person), signal }),
  });

export const resetPersonFactors = (person: string): Promise<void> => act("DELETE", "/people/{person}/factors", at(person));

/** The link, where no mail can carry it: it is shown once. */
export const resetPersonPassword = (person: string): Promise<{ link: string | null }> =>
  ask("POST", "/people/{person}/password-reset", { ...at(person), body: {} });

export const deletePerson = (person: string): Promise<void> => act("DELETE", "/people/{person}", at(person));

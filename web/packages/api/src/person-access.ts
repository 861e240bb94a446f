/** One person as administrators see them: their account, their sessions, their second factors. */
import { queryOptions } from "@tanstack/react-query";
import { answer, client, done } from "./client.ts";
import type { FactorsOfPerson, Person, SessionOfPerson } from "./types.ts";

export type AttributeValue = string | number | boolean;

/** What rules may go by: `department` and `manager` (a person's id) are known to the screens, all others are the tenant's own. */
export type Attributes = Record<string, AttributeValue>;

const at = (person: string) => ({ params: { path: { person } } });

export const personQuery = (person: string) =>
  queryOptions({
    queryKey: ["people", person],
    queryFn: ({ signal }): Promise<Person> => answer(client.GET("/api/v1/people/{person}", { ...at(person), signal })),
  });

export const personSessionsQuery = (person: string) =>
  queryOptions({
    queryKey: ["people", person, "sessions"],
    queryFn: ({ signal }): Promise<SessionOfPerson[]> =>
      answer(client.GET("/api/v1/people/{person}/sessions", { ...at(person), signal })).then(({ items }) => items),
  });

export const endPersonSessions = (person: string): Promise<void> => done(client.DELETE("/api/v1/people/{person}/sessions", at(person)));

export const endPersonSession = (person: string, session: string): Promise<void> =>
  done(client.DELETE("/api/v1/people/{person}/sessions/{session}", { params: { path: { person, session } } }));

/** Everybody's sessions but the caller's own. */
export const endEverySession = (): Promise<{ ended: number }> => answer(client.DELETE("/api/v1/sessions"));

export const personFactorsQuery = (person: string) =>
  queryOptions({
    queryKey: ["people", person, "factors"],
    queryFn: ({ signal }): Promise<FactorsOfPerson> => answer(client.GET("/api/v1/people/{person}/factors", { ...at(person), signal })),
  });

export const resetPersonFactors = (person: string): Promise<void> => done(client.DELETE("/api/v1/people/{person}/factors", at(person)));

/** The link, where no mail can carry it: it is shown once. */
export const resetPersonPassword = (person: string): Promise<{ link: string | null }> =>
  answer(client.POST("/api/v1/people/{person}/password-reset", { ...at(person), body: {} }));

export const deletePerson = (person: string): Promise<void> => done(client.DELETE("/api/v1/people/{person}", at(person)));

/** People, groups, and who was given what. */
import { queryOptions } from "@tanstack/react-query";
import { answer, client, done } from "./client.ts";
import { allPages } from "./pages.ts";
import type { Grant, GrantLevel, Group, Person, PersonStatus, Role } from "./types.ts";

export const peopleQuery = queryOptions({
  queryKey: ["people"],
  queryFn: ({ signal }): Promise<Person[]> =>
    allPages((query) => answer(client.GET("/api/v1/people", { params: { query }, signal }))),
});

export interface NewPerson {
  email: string;
  name: string;
  password: string;
  roles: Role[];
  groups: string[];
}

export const createPerson = (body: NewPerson): Promise<Person> => answer(client.POST("/api/v1/people", { body }));

export interface PersonChange {
  name?: string;
  status?: PersonStatus;
  roles?: Role[];
  groups?: string[];
}

export const changePerson = (person: string, body: PersonChange): Promise<Person> =>
  answer(client.PATCH("/api/v1/people/{person}", { params: { path: { person } }, body }));

export const groupsQuery = queryOptions({
  queryKey: ["groups"],
  queryFn: ({ signal }): Promise<Group[]> =>
    answer(client.GET("/api/v1/groups", { signal })).then(({ items }) => items),
});

export const createGroup = (name: string): Promise<Group> => answer(client.POST("/api/v1/groups", { body: { name } }));

export const grantsQuery = (app: string) =>
  queryOptions({
    queryKey: ["apps", app, "grants"],
    queryFn: ({ signal }): Promise<Grant[]> =>
      answer(client.GET("/api/v1/apps/{app}/grants", { params: { path: { app } }, signal })).then(({ items }) => items),
  });

/** Who may use, edit and own all apps of a workspace. */
export const workspaceGrantsQuery = (workspace: string) =>
  queryOptions({
    queryKey: ["workspaces", workspace, "grants"],
    queryFn: ({ signal }): Promise<Grant[]> =>
      answer(client.GET("/api/v1/workspaces/{workspace}/grants", { params: { path: { workspace } }, signal })).then(({ items }) => items),
  });

export interface Principal {
  type: "person" | "group";
  id: string;
}

/** What names them, and no more: a grant's own principal has a name as well, which the server does not take. */
const named = ({ type, id }: Principal): Principal => ({ type, id });

/** A level of null takes the grant away. */
export const grantApp = (app: string, principal: Principal, level: GrantLevel | null): Promise<void> =>
  done(client.PUT("/api/v1/apps/{app}/grants", { params: { path: { app } }, body: { principal: named(principal), level } }));

/** The same for a workspace and everything in it. */
export const grantWorkspace = (workspace: string, principal: Principal, level: GrantLevel | null): Promise<void> =>
  done(client.PUT("/api/v1/workspaces/{workspace}/grants", { params: { path: { workspace } }, body: { principal: named(principal), level } }));

export const grantQuery = (app: string, query: string, principal: Principal, level: "use" | null): Promise<void> =>
  done(
    client.PUT("/api/v1/apps/{app}/queries/{query}/grants", {
      params: { path: { app, query } },
      body: { principal: named(principal), level },
    }),
  );

/** People, groups, and who was given what. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { answer, client, done } from "./client.ts";
import { allPages } from "./pages.ts";
import type { Attributes } from "./person-access.ts";
import type { FactorState, Grant, GrantLevel, Group, Person, PersonStatus, Role } from "./types.ts";

export const peopleQuery = queryOptions({
  queryKey: ["people"],
  queryFn: ({ signal }): Promise<Person[]> =>
    allPages((query) => answer(client.GET("/api/v1/people", { params: { query }, signal }))),
});

/** What to look for; every part must hold. */
export interface PeopleFilter {
  search?: string;
  status?: PersonStatus;
  role?: Role;
  group?: string;
  second_factor?: FactorState;
}

/** The people that fit, a page at a time. */
export const peopleListQuery = (filter: PeopleFilter) =>
  infiniteQueryOptions({
    queryKey: ["people", "list", filter],
    queryFn: ({ pageParam, signal }) =>
      answer(client.GET("/api/v1/people", { params: { query: { ...filter, limit: 100, ...(pageParam === null ? {} : { cursor: pageParam }) } }, signal })),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
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
  attributes?: Attributes;
}

export const changePerson = (person: string, body: PersonChange): Promise<Person> =>
  answer(client.PATCH("/api/v1/people/{person}", { params: { path: { person } }, body }));

export const groupsQuery = queryOptions({
  queryKey: ["groups"],
  queryFn: ({ signal }): Promise<Group[]> => answer(client.GET("/api/v1/groups", { signal })).then(({ items }) => items),
});

export const createGroup = (name: string): Promise<Group> => answer(client.POST("/api/v1/groups", { body: { name } }));

export interface GroupChange {
  name?: string;
  /** Groups that this one is in: who is in this one is in them as well. */
  parents?: string[];
}

export const changeGroup = (group: string, body: GroupChange): Promise<Group> => answer(client.PATCH("/api/v1/groups/{group}", { params: { path: { group } }, body }));

export const deleteGroup = (group: string): Promise<void> => done(client.DELETE("/api/v1/groups/{group}", { params: { path: { group } } }));

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

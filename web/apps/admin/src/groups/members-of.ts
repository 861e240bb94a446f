import type { Group, Person } from "@sallyport/api/types.ts";

export const membersOf = (group: Group, people: readonly Person[]): number =>
  people.filter((person) => person.groups.some(({ id }) => id === group.id)).length;

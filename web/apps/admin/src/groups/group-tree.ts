/** Groups within groups: whoever is in a group is in all groups above it. */
import type { Group, Person } from "@sallyport/api/types.ts";

const parentsOf = (group: Group | undefined): readonly string[] => group?.parents ?? [];

/** Everything that can be reached from these, themselves left out; a circle ends by itself. */
function reached(from: readonly string[], next: (id: string) => readonly string[]): Set<string> {
  const seen = new Set<string>();
  const open = [...from];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const further of next(id)) {
      if (seen.has(further)) continue;
      seen.add(further);
      open.push(further);
    }
  }
  return seen;
}

function above(ids: readonly string[], groups: readonly Group[]): Set<string> {
  const known = new Map(groups.map((group) => [group.id, group]));
  return reached(ids, (id) => parentsOf(known.get(id)));
}

/** The groups that lie in this one, however deep. */
export function below(group: string, groups: readonly Group[]): Set<string> {
  return reached([group], (id) => groups.filter((child) => parentsOf(child).includes(id)).map((child) => child.id));
}

/** The groups that somebody is in by being in these, and in none of these by itself. */
export function inheritedBy(ids: readonly string[], groups: readonly Group[]): Group[] {
  const over = above(ids, groups);
  return groups.filter(({ id }) => over.has(id) && !ids.includes(id));
}

/** What a group may be put into without a circle: neither itself nor what lies in it. */
export function possibleParents(group: string, groups: readonly Group[]): Group[] {
  const under = below(group, groups);
  return groups.filter(({ id }) => id !== group && !under.has(id));
}

const isIn = (person: Person, ids: ReadonlySet<string>): boolean => person.groups.some(({ id }) => ids.has(id));

export interface Members {
  /** In the group itself. */
  direct: Person[];
  /** Through a group that lies in it, and not by themselves. */
  nested: Person[];
}

export function membersOf(group: string, groups: readonly Group[], people: readonly Person[]): Members {
  const itself = new Set([group]);
  const under = below(group, groups);
  const direct = people.filter((person) => isIn(person, itself));
  return { direct, nested: people.filter((person) => isIn(person, under) && !direct.includes(person)) };
}

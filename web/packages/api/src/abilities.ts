/**
 * What the person may do, as the server says it with each resource. Screens ask; they never work a right out from a
 * role or a group. Hiding a button is a courtesy: the server decides again.
 *
 * The acts that a resource tells of are in its type: asking for another, which the answer would never have, is an error.
 */
export interface WithAbilities<Act extends string = string> {
  readonly can: readonly Act[];
}

export function can<Act extends string>(resource: WithAbilities<Act> | null | undefined, act: NoInfer<Act>): boolean {
  return resource?.can.includes(act) ?? false;
}

export function canAny<Act extends string>(resource: WithAbilities<Act> | null | undefined, acts: readonly NoInfer<Act>[]): boolean {
  return acts.some((act) => can(resource, act));
}

/**
 * What the person may do, as the server says it with each resource. Screens ask; they never work a right out from a
 * role or a group. Hiding a button is a courtesy: the server decides again.
 */
export interface WithAbilities {
  readonly can: readonly string[];
}

export function can(resource: WithAbilities | null | undefined, action: string): boolean {
  return resource?.can.includes(action) ?? false;
}

export function canAny(resource: WithAbilities | null | undefined, actions: readonly string[]): boolean {
  return actions.some((action) => can(resource, action));
}

import { type PersonChange, changePerson } from "@sallyport/api/people.ts";
import type { Person } from "@sallyport/api/types.ts";
import { notifyDone } from "@sallyport/ui/notify.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";

/** Changes a person and reads again whatever shows them, the overview of sign-ins included. */
export function usePersonChange(person: Pick<Person, "id">) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (change: PersonChange) => changePerson(person.id, change),
    onSuccess: async (changed) => {
      notifyDone(`${changed.name} is saved`);
      await Promise.all([queries.invalidateQueries({ queryKey: ["people"] }), queries.invalidateQueries({ queryKey: ["security-overview"] })]);
    },
  });
}

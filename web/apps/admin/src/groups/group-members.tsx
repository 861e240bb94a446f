import { Button, Select } from "@mantine/core";
import { changePerson } from "@sallyport/api/people.ts";
import type { Group, Person } from "@sallyport/api/types.ts";
import { ProblemNote } from "@sallyport/ui/problem-note.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { membersOf } from "./group-tree.ts";

interface GroupMembersProps {
  group: Group;
  groups: readonly Group[];
  people: readonly Person[];
  mayChange: boolean;
}

/** Membership is the person's: it is changed by saying which groups they are in. */
function useMembership(group: Group) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ person, member }: { person: Person; member: boolean }) => {
      const others = person.groups.map(({ id }) => id).filter((id) => id !== group.id);
      return changePerson(person.id, { groups: member ? [...others, group.id] : others });
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ["people"] }),
  });
}

export function GroupMembers({ group, groups, people, mayChange }: GroupMembersProps) {
  const change = useMembership(group);
  const { direct, nested } = membersOf(group.id, groups, people);
  const others = people.filter((person) => !direct.includes(person));
  return (
    <section aria-labelledby="group-members" className="person-acts">
      <h2 className="section-head" id="group-members">
        Members
      </h2>
      {mayChange && (
        <Select
          aria-label="Add a person"
          placeholder="Add a person"
          searchable
          nothingFoundMessage="Nobody else by that name"
          disabled={change.isPending}
          data={others.map(({ id, name, email }) => ({ value: id, label: `${name} · ${email}` }))}
          value={null}
          onChange={(id) => {
            const person = others.find((other) => other.id === id);
            if (person !== undefined) change.mutate({ person, member: true });
          }}
        />
      )}
      <ProblemNote error={change.error} />
      {direct.length === 0 && <p>Nobody is in this group by themselves.</p>}
      {direct.length > 0 && (
        <ul className="person-list" aria-label="In this group">
          {direct.map((person) => (
            <Member key={person.id} person={person}>
              {mayChange && (
                <Button
                  variant="default"
                  size="compact-sm"
                  aria-label={`Remove ${person.name} from the group`}
                  loading={change.isPending && change.variables.person.id === person.id}
                  onClick={() => change.mutate({ person, member: false })}
                >
                  Remove
                </Button>
              )}
            </Member>
          ))}
        </ul>
      )}
      {nested.length > 0 && (
        <>
          <h3 className="section-head">Through its groups</h3>
          <ul className="person-list" aria-label="Through its groups">
            {nested.map((person) => (
              <Member key={person.id} person={person} />
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function Member({ person, children }: { person: Person; children?: React.ReactNode }) {
  return (
    <li className="person-list-line">
      <div>
        <Link to="/people" search={{ person: person.id }}>
          {person.name}
        </Link>
        <span className="quiet">
          {person.email}
          {person.status === "disabled" && " · disabled"}
        </span>
      </div>
      {children}
    </li>
  );
}

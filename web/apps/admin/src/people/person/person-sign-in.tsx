import { Button } from "@mantine/core";
import { personFactorsQuery, resetPersonFactors, resetPersonPassword } from "@sallyport/api/person-access.ts";
import type { FactorsOfPerson, Person } from "@sallyport/api/types.ts";
import { ConfirmDialog } from "@sallyport/ui/dialog.tsx";
import { Field, Fields } from "@sallyport/ui/fields.tsx";
import { factorKinds } from "@sallyport/ui/factors/kinds.ts";
import { notifyDone } from "@sallyport/ui/notify.tsx";
import { ErrorState, ListSkeleton } from "@sallyport/ui/states.tsx";
import { TimeText } from "@sallyport/ui/time-text.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type Once, OnceDialog } from "../../once-dialog.tsx";

export function PersonSignIn({ person }: { person: Person }) {
  return (
    <>
      <FactorSection person={person} />
      <PasswordSection person={person} />
    </>
  );
}

function FactorSection({ person }: { person: Person }) {
  const factors = useQuery(personFactorsQuery(person.id));
  return (
    <section aria-label="Second factors">
      <h2 className="section-head">Second factors</h2>
      {factors.isPending && <ListSkeleton rows={3} label="Loading the second factors" />}
      {factors.isError && <ErrorState error={factors.error} onRetry={() => void factors.refetch()} />}
      {factors.isSuccess && <Factors person={person} factors={factors.data} />}
    </section>
  );
}

function Requirement({ factors }: { factors: FactorsOfPerson }) {
  if (!factors.required) return <p className="note">The sign-in policy does not ask this person for one.</p>;
  if (factors.items.length > 0) return <p className="note">The sign-in policy asks this person for one.</p>;
  return (
    <p className="note-warning">
      The sign-in policy asks this person for one
      {factors.due_at === null ? "." : <>, due <TimeText at={factors.due_at} />.</>}
    </p>
  );
}

function Factors({ person, factors }: { person: Person; factors: FactorsOfPerson }) {
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const reset = useMutation({
    mutationFn: () => resetPersonFactors(person.id),
    onSuccess: () => {
      setAsking(false);
      notifyDone(`The second factors of ${person.name} are reset`);
      return Promise.all([queries.invalidateQueries({ queryKey: ["people"] }), queries.invalidateQueries({ queryKey: ["security-overview"] })]);
    },
  });
  return (
    <div className="person-block">
      <Requirement factors={factors} />
      {factors.items.length === 0 ? (
        <p>None is set up.</p>
      ) : (
        <ul className="person-list">
          {factors.items.map((factor) => (
            <li key={factor.id}>
              <strong>{factor.name || factorKinds[factor.kind].name}</strong>
              <span className="quiet">
                {factorKinds[factor.kind].name}
                {factor.detail !== null && ` · ${factor.detail}`} · added <TimeText at={factor.created_at} /> · last used <TimeText at={factor.last_used_at} absent="never" />
              </span>
            </li>
          ))}
          <li>
            <strong>Recovery codes</strong>
            <span className="quiet">{factors.recovery_codes_left} left</span>
          </li>
        </ul>
      )}
      <div>
        <Button variant="default" disabled={factors.items.length === 0} onClick={() => setAsking(true)}>
          Reset second factors
        </Button>
      </div>
      <ConfirmDialog
        opened={asking}
        onClose={() => {
          reset.reset();
          setAsking(false);
        }}
        title={`Reset the second factors of ${person.name}`}
        confirm="Reset"
        danger
        pending={reset.isPending}
        error={reset.error}
        onConfirm={() => reset.mutate()}
      >
        {factors.items.length === 1 ? "The one second factor" : `All ${factors.items.length} second factors`} and the recovery codes of {person.email} go, and their sessions end. They
        sign in by password alone until they set up another. The reset is recorded, and they are told.
      </ConfirmDialog>
    </div>
  );
}

function PasswordSection({ person }: { person: Person }) {
  const [asking, setAsking] = useState(false);
  const [once, setOnce] = useState<Once | null>(null);
  const reset = useMutation({
    mutationFn: () => resetPersonPassword(person.id),
    onSuccess: ({ link }) => {
      setAsking(false);
      if (link === null) return notifyDone(`A link is on its way to ${person.email}`);
      return setOnce({ title: `Another password for ${person.name}`, name: "Link", text: link, lead: "No mail can be sent, so hand this link over yourself. It works once, within an hour." });
    },
  });
  return (
    <section aria-label="Password" className="person-acts">
      <h2 className="section-head">Password</h2>
      <Fields>
        <Field name="Set">
          <TimeText at={person.password_set_at} as="exact" absent="Not chosen by them yet" />
        </Field>
      </Fields>
      <div>
        <Button variant="default" disabled={person.status !== "active"} onClick={() => setAsking(true)}>
          Reset password
        </Button>
      </div>
      {person.status !== "active" && <p>Enable the account first.</p>}
      <ConfirmDialog
        opened={asking}
        onClose={() => {
          reset.reset();
          setAsking(false);
        }}
        title={`Reset the password of ${person.name}`}
        confirm="Send the link"
        pending={reset.isPending}
        error={reset.error}
        onConfirm={() => reset.mutate()}
      >
        {person.email} gets a link to choose another password. It works once, within an hour. The password of now stays good until then; second
        factors are still asked for.
      </ConfirmDialog>
      <OnceDialog once={once} onClose={() => setOnce(null)} />
    </section>
  );
}

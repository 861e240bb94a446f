import { Button } from "@mantine/core";
import { endPersonSession, endPersonSessions, personSessionsQuery } from "@sallyport/api/person-access.ts";
import type { Person, SessionOfPerson } from "@sallyport/api/types.ts";
import { methodText } from "@sallyport/ui/factors/kinds.ts";
import { notifyDone } from "@sallyport/ui/notify.tsx";
import { ProblemNote } from "@sallyport/ui/problem-note.tsx";
import { EmptyState, ErrorState, ListSkeleton } from "@sallyport/ui/states.tsx";
import { TimeText } from "@sallyport/ui/time-text.tsx";
import { IconDevices } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

export function PersonSessions({ person }: { person: Person }) {
  const queries = useQueryClient();
  const sessions = useQuery(personSessionsQuery(person.id));
  const end = useMutation({
    mutationFn: (session: string | null) => (session === null ? endPersonSessions(person.id) : endPersonSession(person.id, session)),
    onSuccess: (_, session) => {
      notifyDone(session === null ? `All sessions of ${person.name} have ended` : "The session has ended");
      return Promise.all([queries.invalidateQueries({ queryKey: personSessionsQuery(person.id).queryKey }), queries.invalidateQueries({ queryKey: ["security-overview"] })]);
    },
  });
  if (sessions.isPending) return <ListSkeleton rows={4} label="Loading the sessions" />;
  if (sessions.isError) return <ErrorState error={sessions.error} onRetry={() => void sessions.refetch()} />;
  if (sessions.data.length === 0) {
    return (
      <EmptyState icon={<IconDevices size={24} />} title="Not signed in anywhere">
        {person.name} has no session now.
      </EmptyState>
    );
  }
  return (
    <div className="person-block">
      <ul className="person-list" aria-label="Sessions">
        {sessions.data.map((session) => (
          <SessionLine key={session.id} session={session} ending={end.isPending && end.variables === session.id} onEnd={() => end.mutate(session.id)} />
        ))}
      </ul>
      <ProblemNote error={end.error} />
      <div>
        <Button variant="default" loading={end.isPending && end.variables === null} onClick={() => end.mutate(null)}>
          End all sessions
        </Button>
      </div>
    </div>
  );
}

function SessionLine({ session, ending, onEnd }: { session: SessionOfPerson; ending: boolean; onEnd: () => void }) {
  return (
    <li className="person-list-line">
      <div>
        <strong>{session.device || "Unknown device"}</strong>
        {session.current && <span className="quiet"> · this session</span>}
        <span className="quiet">
          <span className="figures">{session.address ?? "–"}</span> · last used <TimeText at={session.last_used_at} /> · signed in <TimeText at={session.created_at} />
          {session.methods.length > 0 && ` with ${methodText(session.methods)}`}
        </span>
      </div>
      <Button variant="default" size="compact-sm" loading={ending} onClick={onEnd} aria-label={`End the session on ${session.device || "an unknown device"}`}>
        End
      </Button>
    </li>
  );
}

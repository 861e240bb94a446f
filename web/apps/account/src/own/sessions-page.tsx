import { Button } from "@mantine/core";
import { type OwnSession, endOtherSessions, endSession, sessionsQuery, useAccountAct } from "@sallyport/api/account.ts";
import { ConfirmDialog } from "@sallyport/ui/dialog.tsx";
import { methodText } from "@sallyport/ui/factors/kinds.ts";
import { notifyDone } from "@sallyport/ui/notify.tsx";
import { ErrorState, ListSkeleton } from "@sallyport/ui/states.tsx";
import { TimeText } from "@sallyport/ui/time-text.tsx";
import { PlaceHead } from "@sallyport/ui/work-shell.tsx";
import { IconDeviceDesktop, IconDeviceMobile } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

const mobile = /iPhone|iPad|Android|Mobile/i;

/** The one at hand first, then the one used last. */
export const inOrder = (sessions: readonly OwnSession[]): OwnSession[] =>
  [...sessions].sort((a, b) => Number(b.current) - Number(a.current) || b.last_used_at.localeCompare(a.last_used_at));

export function SessionsPage() {
  const sessions = useQuery(sessionsQuery);
  const [ending, setEnding] = useState<OwnSession | "others" | null>(null);
  const others = sessions.data?.filter(({ current }) => !current).length ?? 0;
  return (
    <>
      <PlaceHead title="Sessions" lead="Where you are signed in. If you do not know one of them, end it and change your password.">
        {others > 0 && (
          <Button variant="default" onClick={() => setEnding("others")}>
            End all others
          </Button>
        )}
      </PlaceHead>
      {sessions.isPending && <ListSkeleton rows={4} label="Loading your sessions" />}
      {sessions.isError && <ErrorState error={sessions.error} onRetry={() => void sessions.refetch()} />}
      {sessions.isSuccess && (
        <ul className="own-list" aria-label="Your sessions">
          {inOrder(sessions.data).map((session) => (
            <SessionLine key={session.id} session={session} onEnd={() => setEnding(session)} />
          ))}
        </ul>
      )}
      {sessions.isSuccess && others === 0 && <p className="own-detail">You are signed in nowhere else.</p>}
      {ending !== null && <EndDialog ending={ending} others={others} onClose={() => setEnding(null)} />}
    </>
  );
}

function SessionLine({ session, onEnd }: { session: OwnSession; onEnd: () => void }) {
  const Icon = mobile.test(session.device) || mobile.test(session.user_agent ?? "") ? IconDeviceMobile : IconDeviceDesktop;
  return (
    <li>
      <Icon size={20} aria-hidden="true" />
      <div>
        <div className="own-line">
          <span className="own-name" title={session.user_agent ?? undefined}>
            {session.device}
          </span>
          {session.current && <span className="own-mark">This session</span>}
        </div>
        <div className="own-detail">
          <span className="figures">{session.address ?? "unknown address"}</span> · last used <TimeText at={session.last_used_at} /> · signed in <TimeText at={session.created_at} />
          {session.methods.length > 0 && ` with ${methodText(session.methods)}`} · ends <TimeText at={session.expires_at} />
        </div>
      </div>
      <div className="own-acts">
        {!session.current && (
          <Button variant="subtle" color="gray" className="own-danger" aria-label={`End the session on ${session.device}`} onClick={onEnd}>
            End
          </Button>
        )}
      </div>
    </li>
  );
}

function EndDialog({ ending, others, onClose }: { ending: OwnSession | "others"; others: number; onClose: () => void }) {
  const end = useAccountAct(() => (ending === "others" ? endOtherSessions() : endSession(ending.id)));
  const all = ending === "others";
  const done = () => {
    onClose();
    notifyDone(all ? "Your other sessions have ended" : "The session has ended");
  };
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={all ? "End all other sessions?" : `End the session on ${ending.device}?`}
      confirm={all ? "End them" : "End it"}
      danger
      pending={end.isPending}
      error={end.error}
      onConfirm={() => end.mutate(undefined, { onSuccess: done })}
    >
      {all ? `${others === 1 ? "One session ends" : `${others} sessions end`} at once. This one stays.` : "Whoever uses it has to sign in again."}
    </ConfirmDialog>
  );
}

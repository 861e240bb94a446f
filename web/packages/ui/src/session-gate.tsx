/**
 * What stands before every page: who is signed in, or the way to sign in; and where a sign-in is not complete, what it
 * wants. When a session ends or stops short under somebody's hands, the page is hidden but keeps its state, so that it
 * goes on where it stopped. Another person gets a fresh page: nothing that was read for the first may reach the second.
 */
import { onSignInIncomplete, onSignedOut } from "@sallyport/api/client.ts";
import { useWhoami, whoamiQuery } from "@sallyport/api/session.ts";
import type { Whoami } from "@sallyport/api/types.ts";
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, createContext, lazy, Suspense, useContext, useEffect, useState } from "react";
import { DueNotice } from "./due-notice.tsx";
import { ProofGate } from "./proof-gate.tsx";
import { ErrorState } from "./states.tsx";
import "./session-gate.css";

// who is signed in already does not carry the way in
const SignIn = lazy(() => import("./door.ts").then((door) => ({ default: door.SignIn })));
const Confined = lazy(() => import("./door.ts").then((door) => ({ default: door.Confined })));

const Session = createContext<Whoami | null>(null);

/** Who is signed in. Only below a `SessionGate`, where somebody always is. */
export function useSession(): Whoami {
  const session = useContext(Session);
  if (session === null) throw new Error("useSession is used outside of SessionGate");
  return session;
}

interface SessionGateProps {
  children: ReactNode;
  /** In the final layout of the page, while the first answer is on its way. */
  loading?: ReactNode;
}

/** The last session that ended, or stopped short, without being ended by its person (signing out loads the page anew). */
function useInterrupted(current: Whoami | null | undefined): Whoami | null {
  const queries = useQueryClient();
  const [interrupted, setInterrupted] = useState<Whoami | null>(null);

  useEffect(() => {
    const before = () => queries.getQueryData(whoamiQuery.queryKey);
    const keep = (ended: Whoami | null | undefined) => setInterrupted((kept) => (ended && ended.confined !== true ? ended : kept));
    const stops = [
      onSignedOut(() => {
        keep(before());
        queries.setQueryData(whoamiQuery.queryKey, null);
      }),
      onSignInIncomplete(() => {
        const session = before();
        // one that is known to be confined asks for nothing new
        if (!session || session.confined === true) return;
        keep(session);
        void queries.invalidateQueries({ queryKey: whoamiQuery.queryKey, exact: true });
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [queries]);
  useEffect(() => {
    if (current && interrupted !== null && current.person.id !== interrupted.person.id) location.reload();
  }, [current, interrupted]);
  return interrupted;
}

/** What was refused because the sign-in was not complete is asked for again when it is. */
function useCompletion(confined: boolean) {
  const queries = useQueryClient();
  useEffect(() => {
    if (!confined) return;
    return () => void queries.resetQueries({ predicate: ({ queryKey, state }) => queryKey[0] !== "session" && state.status === "error" });
  }, [queries, confined]);
}

export function SessionGate({ children, loading = null }: SessionGateProps) {
  const session = useWhoami();
  const current = session.data;
  const interrupted = useInterrupted(current);
  const confined = current?.confined === true;
  useCompletion(confined);

  if (session.isPending) return loading;
  if (session.isError && !current) return <ErrorState level={1} error={session.error} onRetry={() => void session.refetch()} />;
  const works = current && !confined;
  const shown = works ? current : interrupted;
  const foreign = current && interrupted !== null && current.person.id !== interrupted.person.id;
  if (foreign) return loading;
  return (
    <>
      {shown && (
        <div className="session-tree" hidden={!works}>
          <Session value={shown}>{children}</Session>
        </div>
      )}
      <Suspense fallback={shown ? null : loading}>
        {!current && <SignIn />}
        {current && confined && <Confined session={current} />}
      </Suspense>
      {works && <DueNotice session={current} />}
      {current && <ProofGate />}
    </>
  );
}

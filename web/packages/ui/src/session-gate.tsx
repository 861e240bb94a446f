/**
 * What stands before every page: who is signed in, or the way to sign in. When a session ends under somebody's hands,
 * the page is hidden but keeps its state, so that signing in again goes on where it stopped. Another person gets a
 * fresh page: nothing that was read for the first may reach the second.
 */
import { onSignedOut } from "@sallyport/api/client.ts";
import { useWhoami, whoamiQuery } from "@sallyport/api/session.ts";
import type { Whoami } from "@sallyport/api/types.ts";
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, createContext, useContext, useEffect, useState } from "react";
import { SignIn } from "./sign-in.tsx";
import { ErrorState } from "./states.tsx";
import "./session-gate.css";

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

/** The last session that ended without being ended by its person (signing out loads the page anew). */
function useInterrupted(current: Whoami | null | undefined): Whoami | null {
  const queries = useQueryClient();
  const [interrupted, setInterrupted] = useState<Whoami | null>(null);

  useEffect(
    () =>
      onSignedOut(() => {
        const ended = queries.getQueryData(whoamiQuery.queryKey);
        setInterrupted((before) => ended ?? before);
        queries.setQueryData(whoamiQuery.queryKey, null);
      }),
    [queries],
  );
  useEffect(() => {
    if (current && interrupted !== null && current.person.id !== interrupted.person.id) location.reload();
  }, [current, interrupted]);
  return interrupted;
}

export function SessionGate({ children, loading = null }: SessionGateProps) {
  const session = useWhoami();
  const current = session.data;
  const interrupted = useInterrupted(current);

  if (session.isPending) return loading;
  if (session.isError && !current) return <ErrorState level={1} error={session.error} onRetry={() => void session.refetch()} />;
  const shown = current ?? interrupted;
  if (!shown) return <SignIn />;
  if (interrupted !== null && shown.person.id !== interrupted.person.id) return loading;
  return (
    <>
      <div className="session-tree" hidden={!current}>
        <Session value={shown}>{children}</Session>
      </div>
      {!current && <SignIn />}
    </>
  );
}

/**
 * Signing in by a passkey alone: quietly, among the names that the browser offers to fill in, for as long as the page
 * waits, or at once when the person asks. A browser has room for one such question, so asking ends the quiet one.
 */
import { type PasskeyJson, passkeyChallenge } from "@sallyport/api/entrance.ts";
import { useCallback, useEffect, useRef, useState } from "react";
import { fillsInPasskeys, signWithPasskey } from "./passkey.ts";

export interface Signed {
  ticket: string;
  credential: PasskeyJson;
}

/** A challenge lives ten minutes: the quiet question is put anew before that. */
const RENEW = 8 * 60_000;

async function sign(signal: AbortSignal, quietly: boolean): Promise<Signed> {
  const { ticket, options } = await passkeyChallenge();
  signal.throwIfAborted();
  return { ticket, credential: await signWithPasskey(options, { quietly, signal }) };
}

/** Until one signs or it is called off. Nobody asked for it, so nobody is told when it comes to nothing. */
async function askQuietly(page: AbortSignal, onSigned: (signed: Signed) => void): Promise<void> {
  if (!(await fillsInPasskeys())) return;
  while (!page.aborted) {
    const round = AbortSignal.any([page, AbortSignal.timeout(RENEW)]);
    try {
      onSigned(await sign(round, true));
    } catch {
      if (!round.aborted) return;
    }
  }
}

export function usePasskeyAlone(works: boolean, onSigned: (signed: Signed) => void) {
  const [asking, setAsking] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const running = useRef<AbortController | null>(null);
  const signed = useRef(onSigned);
  useEffect(() => {
    signed.current = onSigned;
  });

  useEffect(() => {
    if (!works || asking) return;
    const quiet = new AbortController();
    running.current = quiet;
    void askQuietly(quiet.signal, (done) => signed.current(done)).catch(() => undefined);
    return () => quiet.abort();
  }, [works, asking]);

  const ask = useCallback(() => {
    running.current?.abort();
    const loud = new AbortController();
    running.current = loud;
    setAsking(true);
    setError(null);
    sign(loud.signal, false)
      .then((done) => signed.current(done), setError)
      .finally(() => setAsking(false));
  }, []);

  useEffect(() => () => running.current?.abort(), []);
  return { asking, error, ask };
}

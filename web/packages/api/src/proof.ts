/**
 * Fresh proof. Some acts take a proof of who is there that is younger than the session. Whoever can ask for one says so
 * here; a call that was refused for the want of it waits for the answer and is then made again, so that no screen has
 * to know which acts these are.
 */
import { problemOf, proofDeclined } from "./problem.ts";

/** Asks the person to prove who they are: true when they have, false when they would rather not. */
export type Prover = () => Promise<boolean>;

let prover: Prover | null = null;
let asking: Promise<boolean> | null = null;

/** From now on, this one asks. Gives back the way to stop. */
export function provideProof(ask: Prover): () => void {
  prover = ask;
  return () => {
    if (prover === ask) prover = null;
  };
}

/** Calls that are refused at the same time share one question. */
function proofFrom(ask: Prover): Promise<boolean> {
  asking ??= ask().finally(() => {
    asking = null;
  });
  return asking;
}

async function wantsProof(response: Response): Promise<boolean> {
  if (response.status !== 403 || prover === null) return false;
  return (await problemOf(response.clone())).code === "proof_required";
}

/** As `fetch`; a call that wants fresh proof is made once more after it, or ends as `proof_declined`. */
export async function fetchWithProof(request: Request): Promise<Response> {
  // the body can be read once only, and it may have to be sent twice
  const again = request.method === "GET" ? request : request.clone();
  // `fetch` is looked up at each call, so that a test can put its own server in place
  const response = await globalThis.fetch(request);
  if (prover === null || !(await wantsProof(response))) return response;
  if (!(await proofFrom(prover))) throw proofDeclined();
  return globalThis.fetch(again);
}

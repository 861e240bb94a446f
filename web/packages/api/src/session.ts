/** Who is signed in. The first question of every page. */
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, client, done } from "./client.ts";
import { isProblem } from "./problem.ts";
import type { SignInAnswer } from "./entrance.ts";
import type { Whoami } from "./types.ts";

/** Null when nobody is signed in: that is an answer, not a fault. */
async function whoami(signal: AbortSignal): Promise<Whoami | null> {
  try {
    return await answer(client.GET("/api/v1/session", { signal }));
  } catch (error) {
    if (isProblem(error, "unauthenticated")) return null;
    throw error;
  }
}

export const whoamiQuery = queryOptions({
  queryKey: ["session"],
  queryFn: ({ signal }) => whoami(signal),
  staleTime: 60_000,
});

export const useWhoami = () => useQuery(whoamiQuery);

export interface Setup {
  token: string;
  name: string;
  email: string;
  password: string;
}

/** The answer of an older server, or of the set-up link, is the session itself. */
const sessionIn = (answered: Whoami | SignInAnswer): Whoami | null => ("state" in answered && answered.state !== "signed_in" ? null : (answered as Whoami));

/** A new session is a new world: nothing that was read for somebody else stays. A sign-in that goes on has not made one yet. */
export function useNewSession<Input, Answer extends Whoami | SignInAnswer>(start: (input: Input) => Promise<Answer>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: start,
    onSuccess: (answered) => {
      const session = sessionIn(answered);
      if (session === null) return;
      queries.removeQueries({ predicate: (query) => query.queryKey[0] !== "session" });
      queries.setQueryData(whoamiQuery.queryKey, session);
    },
  });
}

export const useSetup = () => useNewSession((body: Setup) => answer(client.POST("/api/v1/setup", { body })));

/** The page is loaded anew afterwards (see the person menu), which is what empties its memory. */
export const useSignOut = () => useMutation({ mutationFn: () => done(client.DELETE("/api/v1/session")) });

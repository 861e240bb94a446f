import { QueryClient } from "@tanstack/react-query";
import { Problem } from "./problem.ts";

/** Only what may pass by itself is tried again: a lost connection, a busy or restarting server. A refusal stands. */
export function mayPass(failures: number, error: unknown): boolean {
  if (failures >= 2) return false;
  return error instanceof Problem && (error.code === "unreachable" || error.status === 503 || error.status === 429);
}

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { retry: mayPass, staleTime: 15_000, refetchOnWindowFocus: false },
      mutations: { retry: false },
    },
  });
}

/** What the server has to send, and what became of it. */
import { infiniteQueryOptions } from "@tanstack/react-query";
import { act, ask } from "./call.ts";
import type { Page } from "./types.ts";

export type MailState = "waiting" | "sent" | "failed";

export interface QueuedMail {
  id: string;
  to: string;
  kind: string;
  subject: string;
  state: MailState;
  attempts: number;
  next_at: string | null;
  last_error: string | null;
  created_at: string;
}

/** The newest first; of one state, or of any. */
export const mailQuery = (state?: MailState) =>
  infiniteQueryOptions({
    queryKey: ["mail", state ?? "any"],
    queryFn: ({ pageParam, signal }): Promise<Page<QueuedMail>> =>
      ask("GET", "/mail", { query: { limit: 100, ...(state === undefined ? {} : { state }), ...(pageParam === null ? {} : { cursor: pageParam }) }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });

export const retryMail = (mail: string): Promise<void> => act("POST", "/mail/{mail}/retry", { path: { mail } });

/** One to the caller's own address. */
export const sendTestMail = (): Promise<void> => act("POST", "/mail/test", { body: {} });

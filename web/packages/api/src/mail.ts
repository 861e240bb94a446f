/** What the server has to send, and what became of it. */
import { infiniteQueryOptions } from "@tanstack/react-query";
import { answer, client, done } from "./client.ts";
import type { MailState } from "./types.ts";

/** The newest first; of one state, or of any. */
export const mailQuery = (state?: MailState) =>
  infiniteQueryOptions({
    queryKey: ["mail", state ?? "any"],
    queryFn: ({ pageParam, signal }) =>
      answer(
        client.GET("/api/v1/mail", {
          params: { query: { limit: 100, ...(state === undefined ? {} : { state }), ...(pageParam === null ? {} : { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });

export const retryMail = (mail: string): Promise<void> => done(client.POST("/api/v1/mail/{mail}/retry", { params: { path: { mail } } }));

/** One to the caller's own address. */
export const sendTestMail = (): Promise<void> => done(client.POST("/api/v1/mail/test", { body: {} }));

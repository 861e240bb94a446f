import type { MailState, QueuedMail } from "@sallyport/api/types.ts";
import { type RawSearch, oneOf, present, textIn } from "../search.ts";

export const mailStates = ["waiting", "sent", "failed"] as const satisfies readonly MailState[];

export interface MailSearch {
  /** Part of an address or of a subject. */
  text?: string;
  state?: MailState;
}

export const parseMailSearch = (raw: RawSearch): MailSearch => present<MailSearch>({ text: textIn(raw, "text"), state: oneOf(raw, "state", mailStates) });

export const isFiltered = (search: MailSearch): boolean => Object.keys(search).length > 0;

/** What fits the text; the state is the server's to find. */
export function matchingMail(queue: readonly QueuedMail[], { text = "" }: MailSearch): QueuedMail[] {
  const wanted = text.toLowerCase();
  return queue.filter((mail) => `${mail.to} ${mail.subject}`.toLowerCase().includes(wanted));
}

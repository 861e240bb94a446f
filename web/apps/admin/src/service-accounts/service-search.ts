import { type RawSearch, present, textIn } from "../search.ts";

export interface ServiceSearch {
  /** Part of a name or a description. */
  text?: string;
  /** The account that is open beside the list. */
  account?: string;
}

export const parseServiceSearch = (raw: RawSearch): ServiceSearch => present<ServiceSearch>({ text: textIn(raw, "text"), account: textIn(raw, "account") });

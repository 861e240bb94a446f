import { type RawSearch, present, textIn } from "../search.ts";

export interface GroupsSearch {
  /** Part of a name. */
  text?: string;
  /** The group that is open beside the list. */
  group?: string;
}

export const parseGroupsSearch = (raw: RawSearch): GroupsSearch => present<GroupsSearch>({ text: textIn(raw, "text"), group: textIn(raw, "group") });

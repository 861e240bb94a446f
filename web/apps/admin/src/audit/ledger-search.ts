/** The ledger's filter as the address holds it, and as the server takes it. */
import type { AuditFilter, AuditOutcome } from "@sallyport/api/types.ts";
import { type RawSearch, oneOf, present, textIn } from "../search.ts";

export const outcomes = ["allowed", "denied", "failed"] as const satisfies readonly AuditOutcome[];

export interface LedgerSearch {
  /** Days, in the reader's time zone: `2026-11-22`. */
  from?: string;
  to?: string;
  actor?: string;
  action?: string;
  object?: string;
  outcome?: AuditOutcome;
  /** The record that is open beside the list. */
  record?: string;
}

function startOfDay(day: string): Date | undefined {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (parts === null) return undefined;
  const [year, month, date] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  const start = new Date(year, month - 1, date);
  // the calendar rolls a 31 February over: such a day is no day
  return start.getMonth() === month - 1 && start.getDate() === date ? start : undefined;
}

function dayIn(raw: RawSearch, name: string): string | undefined {
  const text = textIn(raw, name);
  return text !== undefined && startOfDay(text) !== undefined ? text : undefined;
}

export function parseLedgerSearch(raw: RawSearch): LedgerSearch {
  return present<LedgerSearch>({
    from: dayIn(raw, "from"),
    to: dayIn(raw, "to"),
    actor: textIn(raw, "actor"),
    action: textIn(raw, "action"),
    object: textIn(raw, "object"),
    outcome: oneOf(raw, "outcome", outcomes),
    record: textIn(raw, "record"),
  });
}

/** Both days are meant whole; the server takes the end as "before this moment". */
export function filterOf(search: LedgerSearch): AuditFilter {
  const from = search.from === undefined ? undefined : startOfDay(search.from);
  const last = search.to === undefined ? undefined : startOfDay(search.to);
  const to = last && new Date(last.getFullYear(), last.getMonth(), last.getDate() + 1);
  return present<AuditFilter>({
    from: from?.toISOString(),
    to: to?.toISOString(),
    actor: search.actor,
    action: search.action,
    object: search.object,
    outcome: search.outcome,
  });
}

export function isFiltered(search: LedgerSearch): boolean {
  const { record: _, ...filter } = search;
  return Object.keys(filter).length > 0;
}

/** The search with one part changed; an empty value takes the part away. */
export function withPart<Key extends keyof LedgerSearch>(
  search: LedgerSearch,
  key: Key,
  value: string | null,
): LedgerSearch {
  return parseLedgerSearch({ ...search, [key]: value ?? undefined });
}

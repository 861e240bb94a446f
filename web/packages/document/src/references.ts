/** Acts speak of other records by id; what is removed must not be spoken of any more. */
import type { Act, DocumentRecord, RecordId } from "./records.ts";

/** The record an act needs, or `null`. */
export function targetOf(act: Act): RecordId | null {
  if ("widget" in act) return act.widget;
  if ("query" in act) return act.query;
  if ("page" in act) return act.page;
  return null;
}

function retarget(act: Act, ids: ReadonlyMap<RecordId, RecordId>): Act {
  const target = targetOf(act);
  const fresh = target === null ? undefined : ids.get(target);
  if (fresh === undefined) return act;
  if ("widget" in act) return { ...act, widget: fresh };
  if ("query" in act) return { ...act, query: fresh };
  return "page" in act ? { ...act, page: fresh } : act;
}

export function actsOf(record: DocumentRecord): readonly Act[] {
  if (record.kind === "widget") return record.events.flatMap((event) => event.acts);
  if (record.kind === "query") return [...record.on_success, ...record.on_error];
  return [];
}

/** The record with every list of acts passed through `edit`; events left without acts go too. */
function mapActs(record: DocumentRecord, edit: (acts: readonly Act[]) => readonly Act[]): DocumentRecord {
  if (record.kind === "widget") {
    const events = record.events
      .map((event) => ({ ...event, acts: edit(event.acts) }))
      .filter((event, index) => event.acts.length > 0 || record.events[index]?.acts.length === 0);
    return { ...record, events };
  }
  if (record.kind === "query") {
    return { ...record, on_success: edit(record.on_success), on_error: edit(record.on_error) };
  }
  return record;
}

/** Drops the acts whose target is not kept. The very same record if none is dropped. */
export function dropActs(record: DocumentRecord, isKept: (id: RecordId) => boolean): DocumentRecord {
  const kept = (act: Act): boolean => {
    const target = targetOf(act);
    return target === null || isKept(target);
  };
  return actsOf(record).every(kept) ? record : mapActs(record, (acts) => acts.filter(kept));
}

export function retargetActs(record: DocumentRecord, ids: ReadonlyMap<RecordId, RecordId>): DocumentRecord {
  return mapActs(record, (acts) => acts.map((act) => retarget(act, ids)));
}

/** Two people changed the same document: what meets, what does not, and how to bring both together. */
import { apply, diff, fromSides, same, sides, touched, type Change } from "./change.ts";
import { faultsOf } from "./check.ts";
import type { Document, DocumentRecord, RecordId } from "./records.ts";

export interface Clash {
  readonly id: RecordId;
  readonly base: DocumentRecord | null;
  readonly mine: DocumentRecord | null;
  readonly theirs: DocumentRecord | null;
}

export interface Meeting {
  readonly mine: Change;
  readonly theirs: Change;
  /** Records that both changed, differently. */
  readonly clashes: readonly Clash[];
}

export function meet(base: Document, mine: Document, theirs: Document): Meeting {
  const myChange = diff(base, mine);
  const theirChange = diff(base, theirs);
  const theirIds = new Set(touched(theirChange));
  const clashes = touched(myChange)
    .filter((id) => theirIds.has(id))
    .map((id) => ({
      id,
      base: base.records[id] ?? null,
      mine: mine.records[id] ?? null,
      theirs: theirs.records[id] ?? null,
    }))
    .filter((clash) => !same(clash.mine, clash.theirs));
  return { mine: myChange, theirs: theirChange, clashes };
}

export type Choice = "mine" | "theirs";

/** Their document with my changes on top; where both changed a record, the choice decides. */
export function merge(theirs: Document, meeting: Meeting, choices: ReadonlyMap<RecordId, Choice>): Document {
  const clashing = new Set(meeting.clashes.map((clash) => clash.id));
  const list = touched(meeting.mine)
    .filter((id) => !clashing.has(id) || choices.get(id) === "mine")
    .map((id) => [id, theirs.records[id] ?? null, sides(meeting.mine, id)[1]] as const);
  return apply(theirs, fromSides(list));
}

/** The merged document if nothing meets and the result holds together; `null` if a person must decide. */
export function mergeQuietly(theirs: Document, meeting: Meeting): Document | null {
  if (meeting.clashes.length > 0) return null;
  const merged = merge(theirs, meeting, new Map());
  return faultsOf(merged).length === 0 ? merged : null;
}

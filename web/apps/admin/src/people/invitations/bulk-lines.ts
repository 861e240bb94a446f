/** The lines of a bulk invitation: what each says, and what is wrong with it before anything is sent. */
import { BULK_MOST } from "@sallyport/api/invitations.ts";
import type { BulkResult, Group, NewInvitation, Role } from "@sallyport/api/types.ts";
import { roles } from "../roles.ts";
import { readCsv } from "./csv.ts";

export interface BulkLine {
  line: number;
  email: string;
  name: string;
  roles: Role[];
  groups: string[];
  /** The groups' names as they were written. */
  groupNames: string[];
  /** What is wrong with it; a line with faults is not sent. */
  faults: string[];
}

export interface Bulk {
  lines: BulkLine[];
  /** What is wrong with the text as a whole. */
  fault: string | null;
}

export interface Known {
  groups: readonly Group[];
  /** Addresses that have an account. */
  accounts: readonly string[];
  /** Addresses that are invited already. */
  invited: readonly string[];
}

const columns = ["email", "name", "roles", "groups"] as const;
type Column = (typeof columns)[number];

const headers: Record<string, Column> = {
  email: "email",
  "e-mail": "email",
  mail: "email",
  address: "email",
  name: "name",
  role: "roles",
  roles: "roles",
  group: "groups",
  groups: "groups",
};

/** An address as far as anybody but its own server can tell. */
const looksLikeEmail = (text: string): boolean => /^[^\s@,;<>"]+@[^\s@,;<>"]+\.[^\s@,;<>".]+$/.test(text) && text.length <= 254;

/** Several in one field: `Support | Finance`. */
const several = (field: string): string[] => field.split(/[|;,]/).map((part) => part.trim()).filter((part) => part !== "");

const same = (left: string, right: string): boolean => left.toLowerCase() === right.toLowerCase();

/** What each field is, by the first line if that names them, else in the usual order. */
function columnsOf(first: readonly string[]): { order: (Column | null)[]; named: boolean; unknown: string[] } {
  const found = first.map((field) => headers[field.toLowerCase()] ?? null);
  if (!found.includes("email")) return { order: [...columns], named: false, unknown: [] };
  return { order: found, named: true, unknown: first.filter((field, index) => field !== "" && found[index] === null) };
}

function rolesOf(names: readonly string[], faults: string[]): Role[] {
  return names.flatMap((name) => {
    const role = roles.find(({ value, label }) => same(value, name) || same(label, name));
    if (role === undefined) faults.push(`There is no role \`${name}\`.`);
    return role === undefined ? [] : [role.value];
  });
}

function groupsOf(names: readonly string[], groups: readonly Group[], faults: string[]): string[] {
  return names.flatMap((name) => {
    const group = groups.find((candidate) => candidate.id === name || same(candidate.name, name));
    if (group === undefined) faults.push(`There is no group \`${name}\`.`);
    return group === undefined ? [] : [group.id];
  });
}

function emailFaults(email: string, before: BulkLine | undefined, { accounts, invited }: Known): string[] {
  if (email === "") return ["The address is missing."];
  if (!looksLikeEmail(email)) return ["This is not an e-mail address."];
  if (before !== undefined) return [`The same address stands in line ${before.line}.`];
  if (accounts.some((known) => same(known, email))) return ["Has an account already."];
  return invited.some((known) => same(known, email)) ? ["Is invited already: send that invitation again instead."] : [];
}

export function bulkOf(text: string, known: Known): Bulk {
  const { records, unclosed } = readCsv(text);
  if (unclosed !== null) return { lines: [], fault: `A quote in line ${unclosed} is never closed.` };
  const { order, named, unknown } = columnsOf(records[0]?.fields ?? []);
  if (unknown.length > 0) return { lines: [], fault: `The first line names a column that is not known: ${unknown.join(", ")}.` };
  const lines: BulkLine[] = [];
  for (const { line, fields } of named ? records.slice(1) : records) {
    const of = (column: Column) => fields[order.indexOf(column)] ?? "";
    const email = of("email");
    const faults = emailFaults(email, lines.find((other) => same(other.email, email)), known);
    if (fields.slice(order.length).some((field) => field !== "")) faults.push(`There are ${fields.length} fields, but ${order.length} columns.`);
    const groupNames = several(of("groups"));
    lines.push({ line, email, name: of("name"), roles: rolesOf(several(of("roles")), faults), groups: groupsOf(groupNames, known.groups, faults), groupNames, faults });
  }
  const good = lines.filter(({ faults }) => faults.length === 0).length;
  return { lines, fault: good > BULK_MOST ? `At most ${BULK_MOST} are invited at once; here are ${good}.` : null };
}

export const toSend = ({ lines }: Bulk): BulkLine[] => lines.filter(({ faults }) => faults.length === 0);

export const invitationOf = ({ email, name, roles: held, groups }: BulkLine): NewInvitation => ({
  email,
  ...(name === "" ? {} : { name }),
  roles: held,
  groups,
});

export interface SentLine {
  line: BulkLine;
  result: BulkResult | null;
}

/** What became of each line: the server answers in the order in which it was asked. */
export const withResults = (lines: readonly BulkLine[], results: readonly BulkResult[]): SentLine[] =>
  lines.map((line, index) => ({ line, result: results[index] ?? null }));

const quoted = (field: string): string => (/[",;\t\n|]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field);

/** The same lines as text again, to be mended and sent once more. */
export const asText = (lines: readonly BulkLine[]): string =>
  lines.map(({ email, name, roles: held, groupNames }) => [email, name, held.join(" | "), groupNames.join(" | ")].map(quoted).join(",")).join("\n");

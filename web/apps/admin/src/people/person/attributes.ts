/** A person's attributes as a form holds them, and what can be wrong with them before the server is asked. */
import type { AttributeValue, Attributes } from "@sallyport/api/person-access.ts";
import { type Problem, faultAt } from "@sallyport/api/problem.ts";

export type AttributeKind = "text" | "number" | "yes-no";

export interface AttributeRow {
  /** Rows have no other identity: names are being typed. */
  key: number;
  name: string;
  kind: AttributeKind;
  value: string;
}

export interface AttributeForm {
  department: string;
  manager: string | null;
  custom: AttributeRow[];
}

export const ATTRIBUTES_MOST = 50;

const kindOf = (value: AttributeValue): AttributeKind =>
  typeof value === "boolean" ? "yes-no" : typeof value === "number" ? "number" : "text";

const textOf = (value: AttributeValue | undefined): string => (value === undefined ? "" : typeof value === "boolean" ? (value ? "yes" : "no") : String(value));

export function formOf({ department, manager, ...custom }: Attributes): AttributeForm {
  return {
    department: textOf(department),
    manager: typeof manager === "string" ? manager : null,
    custom: Object.entries(custom).map(([name, value], key) => ({ key, name, kind: kindOf(value), value: textOf(value) })),
  };
}

function valueOf({ kind, value }: AttributeRow): AttributeValue | null {
  if (kind === "yes-no") return value === "yes";
  if (kind === "text") return value;
  return value.trim() !== "" && Number.isFinite(Number(value)) ? Number(value) : null;
}

/** Where the form names the row at fault. */
export const rowPath = (key: number, part: "name" | "value"): string => `attributes.${key}.${part}`;

export function attributesOf({ department, manager, custom }: AttributeForm): Attributes | Problem {
  const attributes: Attributes = {
    ...(department.trim() === "" ? {} : { department: department.trim() }),
    ...(manager === null ? {} : { manager }),
  };
  if (custom.length > ATTRIBUTES_MOST) return faultAt("attributes", `a person has ${ATTRIBUTES_MOST} at the most`);
  for (const row of custom) {
    const name = row.name.trim();
    if (name === "") return faultAt(rowPath(row.key, "name"), "give it a name, or remove it");
    if (name === "department" || name === "manager") return faultAt(rowPath(row.key, "name"), "has a field of its own above");
    if (Object.hasOwn(attributes, name)) return faultAt(rowPath(row.key, "name"), "is there already");
    const value = valueOf(row);
    if (value === null) return faultAt(rowPath(row.key, "value"), "is not a number");
    attributes[name] = value;
  }
  return attributes;
}

export const blankRow = (rows: readonly AttributeRow[]): AttributeRow => ({ key: Math.max(-1, ...rows.map(({ key }) => key)) + 1, name: "", kind: "text", value: "" });

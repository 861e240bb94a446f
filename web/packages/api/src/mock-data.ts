/** Invented people, datasources and records for tests and for looking at screens without a server. */
import type { AuditOutcome, AuditRecord, Datasource, DatasourceEnvironment, Group, Person, Whoami } from "./types.ts";

const id = (kind: string, number: number): string => `${kind}_${number.toString(16).padStart(32, "0")}`;

export const groups: Group[] = [
  { id: id("group", 1), name: "Support", parents: [], created_at: "2026-02-01T08:00:00Z" },
  { id: id("group", 2), name: "Team leads", parents: [id("group", 1)], created_at: "2026-02-01T08:00:00Z" },
  { id: id("group", 3), name: "Finance", parents: [], created_at: "2026-02-01T08:00:00Z" },
];

const names = ["Ada Brandt", "Ben Okafor", "Chiara Rossi", "Dmitri Volkov", "Elif Kaya", "Femi Adeyemi", "Greta Lund"];

const groupsOf = (index: number): Group[] => groups.filter((_, group) => index % (group + 2) === 1);

export const people: Person[] = names.map((name, index) => ({
  id: id("person", index + 1),
  email: `${name.toLowerCase().replace(" ", ".")}@example.com`,
  name,
  status: index === 5 ? "disabled" : "active",
  roles: index === 0 ? ["administrator"] : index === 1 ? ["developer"] : [],
  groups: groupsOf(index).map(({ id: group, name: called }) => ({ id: group, name: called })),
  created_at: `2026-0${index + 2}-11T08:30:00Z`,
  last_sign_in_at: index === 6 ? null : `2026-11-2${index % 3}T1${index}:12:09Z`,
  email_verified_at: index === 5 ? null : "2026-03-01T08:00:00Z",
  password_set_at: "2026-03-01T08:00:00Z",
  second_factor: index >= 1 && index < 5 ? "missing" : "present",
  attributes: { department: "Support" },
}));

export const whoami: Whoami = {
  person: {
    id: id("person", 1),
    email: "ada.brandt@example.com",
    name: "Ada Brandt",
    groups: [],
    roles: ["administrator"],
    attributes: {},
  },
  tenant: { id: id("tenant", 1), name: "Example" },
  can: [
    "workspace.create",
    "datasource.list",
    "datasource.create",
    "person.list",
    "person.create",
    "group.list",
    "group.create",
    "audit.read",
    "audit.export",
    "invitation.list",
    "invitation.create",
    "mail.list",
    "service_account.list",
    "service_account.create",
    "key.list",
    "sign_in_policy.view",
    "sign_in_policy.set",
    "sms_gateway.set",
    "security.view",
    "session.end_everyones",
  ],
  proved_until: "2026-11-22T18:10:00Z",
  confined: false,
  confined_for: null,
  second_factor_due_at: null,
};

const all: Datasource["can"] = ["datasource.rename", "datasource.delete", "destination.configure"];
const there: DatasourceEnvironment["can"] = ["destination.test", "datasource.query"];

export const datasources: Datasource[] = [
  {
    id: id("datasource", 1),
    name: "crm",
    kind: "postgres",
    environments: [
      {
        environment: "development",
        settings: { kind: "postgres", host: "db.internal", port: 5432, database: "crm", username: "sallyport", tls: "verify_full" },
        has_credential: true,
        can: there,
      },
      {
        environment: "production",
        settings: { kind: "postgres", host: "db.example.com", port: 5432, database: "crm", username: "sallyport", tls: "require" },
        has_credential: false,
        can: there,
      },
    ],
    created_at: "2026-05-04T09:00:00Z",
    can: all,
  },
  {
    id: id("datasource", 2),
    name: "support",
    kind: "sqlite",
    environments: [
      { environment: "development", settings: { kind: "sqlite", path: "/srv/sallyport/support.db", read_only: false }, has_credential: false, can: there },
    ],
    created_at: "2026-05-04T09:00:00Z",
    can: all,
  },
  {
    id: id("datasource", 3),
    name: "billing",
    kind: "rest",
    environments: [
      {
        environment: "production",
        settings: { kind: "rest", base_url: "https://billing.example.com/v2", headers: [{ name: "Accept", value: "application/json" }] },
        has_credential: true,
        can: there,
      },
    ],
    created_at: "2026-05-04T09:00:00Z",
    can: all,
  },
];

const acts = [
  ["query.run", "query", "customers"],
  ["app.save", "app", "Support console"],
  ["session.sign_in", null, null],
  ["query.run", "query", "refund"],
  ["destination.configure", "datasource", "crm"],
  ["person.create", "person", "Greta Lund"],
  ["app.release", "app", "Support console"],
] as const;

function outcomeOf(index: number): AuditOutcome {
  if (index % 11 === 3) return "denied";
  return index % 17 === 5 ? "failed" : "allowed";
}

function detailOf(action: string): Record<string, unknown> {
  if (action !== "query.run") return {};
  return { app: "Support console", page: "customers", datasource: "crm", environment: "production", elapsed_ms: 4.2, row_count: 20 };
}

function auditRecord(index: number): AuditRecord {
  const [action, type, name] = acts[index % acts.length] ?? acts[0];
  const person = people[(index * 3) % people.length];
  return {
    id: id("record", 1000 - index),
    at: new Date(Date.UTC(2026, 10, 22, 18, 0, 0) - index * 97_000).toISOString(),
    actor: { type: "person", id: person?.id ?? "", name: person?.name ?? "" },
    action,
    object: type === null ? null : { type, id: id(type, (index % 5) + 1), name },
    outcome: outcomeOf(index),
    request: { id: id("request", 5000 - index), address: `10.20.0.${(index % 40) + 2}`, user_agent: "Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0" },
    detail: detailOf(action),
    leaf_index: 999 - index,
  };
}

export const auditRecords: AuditRecord[] = Array.from({ length: 340 }, (_, index) => auditRecord(index));

export const checkpoint =
  "sallyport.example/log\n1000\n3q2+7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n— sallyport.example/log 1a2b3c4dAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n";
export const publicKey = "sallyport.example/log+1a2b3c4d+AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQ==";

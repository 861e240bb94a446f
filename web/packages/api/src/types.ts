/** The API's own words, under short names. */
import type { components } from "./schema.d.ts";

type Schemas = components["schemas"];

export type Whoami = Schemas["Whoami"];
export type Role = Schemas["Role"];
export type Workspace = Schemas["Workspace"];
export type AppSummary = Schemas["AppSummary"];
export type AppView = Schemas["AppView"];
export type AppDocument = Schemas["AppDocument"];
export type DocumentChange = Schemas["DocumentChange"];
export type Draft = Schemas["Draft"];
export type Release = Schemas["Release"];
export type ReleaseView = Schemas["ReleaseView"];
export type Column = Schemas["Column"];
export type RunAnswer = Schemas["RunAnswer"];
export type Datasource = Schemas["Datasource"];
export type DatasourceKind = Schemas["DatasourceKind"];
export type DatasourceEnvironment = Schemas["DatasourceEnvironment"];
export type DatasourceSettings = Schemas["Settings"];
export type DatasourceTest = Schemas["DatasourceTest"];
export type DatasourceSchema = Schemas["DatasourceSchema"];
export type Credential = Schemas["Credential"];
export type PostgresSettings = Schemas["PostgresSettings"];
export type SqliteSettings = Schemas["SqliteSettings"];
export type RestSettings = Schemas["RestSettings"];
export type Person = Schemas["Person"];
export type PersonStatus = Person["status"];
export type Group = Schemas["Group"];
export type Grant = Schemas["Grant"];
export type GrantLevel = Schemas["GrantLevel"];
export type AuditRecord = Schemas["AuditRecord"];
export type AuditRecordView = Schemas["AuditRecordView"];
export type AuditFilter = Schemas["AuditFilter"];
export type AuditOutcome = Schemas["AuditOutcome"];
export type AuditCheckpoint = Schemas["AuditCheckpoint"];

export interface Page<Item> {
  items: Item[];
  next: string | null;
}

/** The API's own words, under short names. */
import type { components } from "./schema.d.ts";

type Schemas = components["schemas"];

export type Whoami = Schemas["Whoami"];
export type Role = Schemas["Role"];
export type Environment = Schemas["Environment"];
export type Workspace = Schemas["WorkspaceView"];
export type AppSummary = Schemas["AppSummary"];
export type AppView = Schemas["AppView"];
export type AppDocument = Schemas["Document"];
export type DocumentChange = Schemas["Change"];
export type Draft = Schemas["DraftView"];
export type Release = Schemas["ReleaseView"];
/** A release with what was released. */
export type ReleaseView = Release & { document: AppDocument };
export type Column = Schemas["Column"];
export type RunAnswer = Schemas["QueryResult"];
export type Datasource = Schemas["DatasourceView"];
export type DatasourceKind = Schemas["DatasourceKind"];
export type DatasourceEnvironment = Schemas["EnvironmentView"];
export type DatasourceSettings = Schemas["SourceSettings"];
export type DatasourceTest = Schemas["TestReport"];
export type DatasourceSchema = Schemas["Schema"];
export type Credential = Schemas["Credential"];
export type PostgresSettings = Extract<DatasourceSettings, { kind: "postgres" }>;
export type SqliteSettings = Extract<DatasourceSettings, { kind: "sqlite" }>;
export type RestSettings = Extract<DatasourceSettings, { kind: "rest" }>;
export type Person = Schemas["PersonView"];
export type PersonStatus = Person["status"];
/** Whether somebody has a second factor that counts. */
export type FactorState = Schemas["FactorState"];
export type Group = Schemas["GroupView"];
export type Invitation = Schemas["InvitationView"];
export type NewInvitation = Schemas["CreateInvitationBody"];
/** What became of an invitation that was sent. The link is there, once, where no mail can carry it. */
export type Invited = Schemas["InvitedView"];
export type BulkResult = Schemas["BulkResult"];
export type SessionOfPerson = Schemas["SessionView"];
export type FactorOfPerson = Schemas["FactorView"];
export type FactorsOfPerson = Schemas["FactorList"];
export type SignInPolicy = Schemas["SignInPolicy"];
export type SmsGateway = Schemas["SmsGatewayView"];
/** The secret is kept if it is absent, and removed if it is null. */
export type SmsGatewayChange = Schemas["SetSmsGatewayBody"];
export type SmsHeader = Schemas["HeaderSetting"];
export type ServiceAccount = Schemas["ServiceAccountView"];
export type NewServiceAccount = Required<Schemas["CreateServiceAccountBody"]>;
export type ApiKey = Schemas["KeyView"];
export type NewKey = Schemas["CreateKeyBody"];
/** The secret is there this once. */
export type MadeKey = Schemas["NewKeyView"];
export type QueuedMail = Schemas["MailView"];
export type MailState = Schemas["MailState"];
export type SecurityOverview = Schemas["SecurityOverview"];
export type Grant = Schemas["GrantView"];
export type GrantLevel = Schemas["Level"];
export type AuditRecord = Schemas["RecordView"];
export type AuditRecordDetail = Schemas["RecordDetail"];
export type AuditOutcome = Schemas["Outcome"];
export type AuditCheckpoint = Schemas["CheckpointView"];

/** What to look for in the log; every part must hold. */
export interface AuditFilter {
  /** From this moment on. */
  from?: string;
  /** Before this moment. */
  to?: string;
  actor?: string;
  action?: string;
  object?: string;
  outcome?: AuditOutcome;
}

export interface Page<Item> {
  items: Item[];
  next: string | null;
}

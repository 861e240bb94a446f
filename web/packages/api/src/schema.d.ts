/**
 * The server's API as openapi-typescript writes it. `npm run gen` replaces this file from spec/openapi.json.
 */

type Json<Body> = { headers: { [name: string]: unknown }; content: { "application/json": Body } };
type Ndjson = { headers: { [name: string]: unknown }; content: { "application/x-ndjson": string } };
type Empty = { headers: { [name: string]: unknown }; content?: never };
type Failure = { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };

type Parameters<Path, Query> = {
  query?: Query;
  header?: never;
  path: Path;
  cookie?: never;
};
type NoPath = { query?: never; header?: never; path?: never; cookie?: never };
type Query<Q> = { query?: Q; header?: never; path?: never; cookie?: never };
type Body<B> = { content: { "application/json": B } };

type Read<P, Answer> = { parameters: P; requestBody?: never; responses: { 200: Json<Answer>; default: Failure } };
type Write<P, B, Answer> = { parameters: P; requestBody: Body<B>; responses: { 200: Json<Answer>; default: Failure } };
type Create<P, B, Answer> = { parameters: P; requestBody: Body<B>; responses: { 201: Json<Answer>; default: Failure } };
type Act<P> = { parameters: P; requestBody?: never; responses: { 204: Empty; default: Failure } };
type Put<P, B> = { parameters: P; requestBody: Body<B>; responses: { 204: Empty; default: Failure } };
type Ask<P, Answer> = { parameters: P; requestBody?: never; responses: { 200: Json<Answer>; default: Failure } };

type PageQuery = { limit?: number; cursor?: string };
type S = components["schemas"];

export interface paths {
  "/api/v1/session": {
    get: Read<NoPath, S["Whoami"]>;
    post: Write<NoPath, S["SignInBody"], S["Whoami"]>;
    delete: Act<NoPath>;
  };
  "/api/v1/setup": { post: Write<NoPath, S["SetupBody"], S["Whoami"]> };
  "/api/v1/workspaces": {
    get: Read<Query<PageQuery>, S["WorkspaceList"]>;
    post: Create<NoPath, S["CreateWorkspaceBody"], S["Workspace"]>;
  };
  "/api/v1/apps": {
    get: Read<Query<PageQuery>, S["AppSummaryList"]>;
    post: Create<NoPath, S["CreateAppBody"], S["AppSummary"]>;
  };
  "/api/v1/apps/{app}": {
    get: Read<Parameters<{ app: string }, never>, S["AppView"]>;
    patch: Write<Parameters<{ app: string }, never>, S["RenameAppBody"], S["AppSummary"]>;
    delete: Act<Parameters<{ app: string }, never>>;
  };
  "/api/v1/apps/{app}/preview": { get: Read<Parameters<{ app: string }, never>, S["AppView"]> };
  "/api/v1/apps/{app}/draft": {
    get: Read<Parameters<{ app: string }, never>, S["Draft"]>;
    patch: Write<Parameters<{ app: string }, never>, S["ChangeDraftBody"], S["DraftRevision"]>;
  };
  "/api/v1/apps/{app}/releases": {
    get: Read<Parameters<{ app: string }, PageQuery>, S["ReleaseList"]>;
    post: Create<Parameters<{ app: string }, never>, S["ReleaseAppBody"], S["Release"]>;
  };
  "/api/v1/apps/{app}/releases/{number}": {
    get: Read<Parameters<{ app: string; number: number }, never>, S["ReleaseView"]>;
  };
  "/api/v1/apps/{app}/rollback": {
    post: Write<Parameters<{ app: string }, never>, S["RollBackAppBody"], S["Release"]>;
  };
  "/api/v1/apps/{app}/queries/{query}/runs": {
    post: Write<Parameters<{ app: string; query: string }, never>, S["RunQueryBody"], S["RunAnswer"]>;
  };
  "/api/v1/apps/{app}/draft/queries/{query}/runs": {
    post: Write<Parameters<{ app: string; query: string }, never>, S["RunDraftQueryBody"], S["RunAnswer"]>;
  };
  "/api/v1/datasources": {
    get: Read<Query<PageQuery>, S["DatasourceList"]>;
    post: Create<NoPath, S["CreateDatasourceBody"], S["Datasource"]>;
  };
  "/api/v1/datasources/{datasource}": {
    get: Read<Parameters<{ datasource: string }, never>, S["Datasource"]>;
    patch: Write<Parameters<{ datasource: string }, never>, S["RenameDatasourceBody"], S["Datasource"]>;
    delete: Act<Parameters<{ datasource: string }, never>>;
  };
  "/api/v1/datasources/{datasource}/environments/{environment}": {
    put: Write<Parameters<{ datasource: string; environment: string }, never>, S["ConfigureDatasourceBody"], S["Datasource"]>;
  };
  "/api/v1/datasources/{datasource}/environments/{environment}/test": {
    post: Ask<Parameters<{ datasource: string; environment: string }, never>, S["DatasourceTest"]>;
  };
  "/api/v1/datasources/{datasource}/environments/{environment}/schema": {
    get: Read<Parameters<{ datasource: string; environment: string }, never>, S["DatasourceSchema"]>;
  };
  "/api/v1/people": {
    get: Read<Query<PageQuery>, S["PersonList"]>;
    post: Create<NoPath, S["CreatePersonBody"], S["Person"]>;
  };
  "/api/v1/people/{person}": {
    patch: Write<Parameters<{ person: string }, never>, S["ChangePersonBody"], S["Person"]>;
  };
  "/api/v1/groups": {
    get: Read<Query<PageQuery>, S["GroupList"]>;
    post: Create<NoPath, S["CreateGroupBody"], S["Group"]>;
  };
  "/api/v1/apps/{app}/grants": {
    get: Read<Parameters<{ app: string }, PageQuery>, S["GrantList"]>;
    put: Put<Parameters<{ app: string }, never>, S["GrantBody"]>;
  };
  "/api/v1/apps/{app}/queries/{query}/grants": {
    put: Put<Parameters<{ app: string; query: string }, never>, S["GrantQueryBody"]>;
  };
  "/api/v1/audit/records": { get: Read<Query<S["AuditFilter"] & PageQuery>, S["AuditRecordList"]> };
  "/api/v1/audit/records/{record}": { get: Read<Parameters<{ record: string }, never>, S["AuditRecordView"]> };
  "/api/v1/audit/export": {
    get: { parameters: Query<S["AuditFilter"]>; requestBody?: never; responses: { 200: Ndjson; default: Failure } };
  };
  "/api/v1/audit/checkpoint": { get: Read<NoPath, S["AuditCheckpoint"]> };
}

export interface components {
  schemas: {
    Problem: {
      type: string;
      title: string;
      status: number;
      code: string;
      detail: string;
      hint: string | null;
      request_id: string;
      errors: { path: string; message: string }[];
      /** Only with code `stale` of a draft. */
      current?: { revision: number; document: S["AppDocument"] };
    };
    Whoami: {
      person: S["Me"];
      tenant: { id: string; name: string };
      can: string[];
    };
    Me: {
      id: string;
      email: string;
      name: string;
      groups: string[];
      roles: S["Role"][];
      attributes: { [name: string]: unknown };
    };
    Role: "administrator" | "developer";
    SignInBody: { email: string; password: string };
    SetupBody: { token: string; name: string; email: string; password: string };

    Workspace: { id: string; name: string; can: string[] };
    WorkspaceList: { items: S["Workspace"][]; next: string | null };
    CreateWorkspaceBody: { name: string };

    AppSummary: {
      id: string;
      name: string;
      workspace: string;
      released: number | null;
      updated_at: string;
      can: string[];
    };
    AppSummaryList: { items: S["AppSummary"][]; next: string | null };
    CreateAppBody: { workspace: string; name: string };
    RenameAppBody: { name: string };
    AppDocument: { schema: number; records: { [id: string]: unknown } };
    DocumentChange: {
      added: { [id: string]: unknown };
      updated: { [id: string]: unknown };
      removed: { [id: string]: unknown };
    };
    Act: { type: string } & { [name: string]: unknown };
    AppView: {
      id: string;
      name: string;
      release: number;
      environment: string;
      home: string | null;
      theme: { scheme: "system" | "light" | "dark"; accent: string | null };
      pages: { id: string; name: string; title: string; in_menu: boolean }[];
      widgets: { [name: string]: unknown }[];
      queries: {
        id: string;
        name: string;
        inputs: string[];
        run_on_load: boolean;
        confirm: string | null;
        writes: boolean;
        on_success: S["Act"][];
        on_error: S["Act"][];
      }[];
      functions: { name: string; source: string }[];
      user: S["Me"];
      tenant: { id: string; name: string };
    };
    Draft: { revision: number; document: S["AppDocument"]; can: string[] };
    ChangeDraftBody: { revision: number; change: S["DocumentChange"] };
    DraftRevision: { revision: number };
    Release: {
      number: number;
      note: string;
      created_at: string;
      created_by: { id: string; name: string };
      current: boolean;
    };
    ReleaseView: S["Release"] & { document: S["AppDocument"] };
    ReleaseList: { items: S["Release"][]; next: string | null };
    ReleaseAppBody: { revision: number; note: string };
    RollBackAppBody: { number: number; note: string };

    RunQueryBody: { inputs: { [leaf: string]: unknown } };
    RunDraftQueryBody: { inputs: { [leaf: string]: unknown }; environment?: string };
    Column: { name: string; type: S["ColumnType"] };
    ColumnType:
      | "text"
      | "integer"
      | "number"
      | "boolean"
      | "date"
      | "time"
      | "timestamp"
      | "json"
      | "bytes"
      | "unknown";
    RunAnswer: {
      columns: S["Column"][];
      rows: unknown[][];
      end: {
        status: "ok" | "failed";
        row_count: number;
        truncated: boolean;
        elapsed_ms: number;
        problem: S["Problem"] | null;
      };
    };

    DatasourceKind: "postgres" | "sqlite" | "rest";
    PostgresSettings: {
      host: string;
      port: number;
      database: string;
      username: string;
      tls: "disable" | "require" | "verify_full";
    };
    SqliteSettings: { path: string; read_only: boolean };
    RestSettings: { base_url: string; headers: { name: string; value: string }[] };
    Settings: S["PostgresSettings"] | S["SqliteSettings"] | S["RestSettings"];
    Credential:
      | { password: string }
      | { bearer: string }
      | { basic: { username: string; password: string } }
      | { header: { name: string; value: string } };
    DatasourceEnvironment: { environment: string; settings: S["Settings"]; has_credential: boolean };
    Datasource: {
      id: string;
      name: string;
      kind: S["DatasourceKind"];
      environments: S["DatasourceEnvironment"][];
      can: string[];
    };
    DatasourceList: { items: S["Datasource"][]; next: string | null };
    CreateDatasourceBody: { name: string; kind: S["DatasourceKind"] };
    RenameDatasourceBody: { name: string };
    /** `credential` absent keeps what is stored, null removes it. */
    ConfigureDatasourceBody: { settings: S["Settings"]; credential?: S["Credential"] | null };
    DatasourceTest: { ok: boolean; elapsed_ms: number; warnings: string[]; problem: S["Problem"] | null };
    DatasourceSchema: {
      tables: { schema: string | null; name: string; columns: { name: string; type: string }[] }[];
    };

    Person: {
      id: string;
      email: string;
      name: string;
      status: "active" | "disabled";
      roles: S["Role"][];
      groups: { id: string; name: string }[];
      created_at: string;
      last_sign_in_at: string | null;
    };
    PersonList: { items: S["Person"][]; next: string | null };
    CreatePersonBody: { email: string; name: string; password: string; roles: S["Role"][]; groups: string[] };
    ChangePersonBody: { name?: string; status?: "active" | "disabled"; roles?: S["Role"][]; groups?: string[] };
    Group: { id: string; name: string };
    GroupList: { items: S["Group"][]; next: string | null };
    CreateGroupBody: { name: string };

    GrantLevel: "use" | "edit" | "own";
    Grant: {
      principal: { type: "person" | "group"; id: string; name: string };
      level: S["GrantLevel"];
      on: { type: "app" | "query" | "workspace"; id: string; name: string };
    };
    GrantList: { items: S["Grant"][]; next: string | null };
    GrantBody: { principal: { type: "person" | "group"; id: string }; level: S["GrantLevel"] | null };
    GrantQueryBody: { principal: { type: "person" | "group"; id: string }; level: "use" | null };

    AuditOutcome: "allowed" | "denied" | "failed";
    AuditFilter: {
      from?: string;
      to?: string;
      actor?: string;
      action?: string;
      object?: string;
      outcome?: S["AuditOutcome"];
    };
    AuditRecord: {
      id: string;
      at: string;
      actor: { type: string; id: string; name: string };
      action: string;
      object: { type: string; id: string; name: string } | null;
      outcome: S["AuditOutcome"];
      request: { id: string; address: string; user_agent: string };
      detail: { [name: string]: unknown };
      leaf_index: number | null;
    };
    AuditRecordList: { items: S["AuditRecord"][]; next: string | null };
    InclusionProof: { leaf_index: number; tree_size: number; hashes: string[]; checkpoint: string };
    AuditRecordView: S["AuditRecord"] & { proof: S["InclusionProof"] | null };
    AuditCheckpoint: { checkpoint: string; public_key: string };
  };
}

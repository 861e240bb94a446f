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
type RecordFilter = {
  from?: string;
  to?: string;
  actor?: string;
  action?: string;
  object?: string;
  outcome?: S["Outcome"];
};
type S = components["schemas"];

export interface paths {
  "/api/v1/session": {
    get: Read<NoPath, S["Whoami"]>;
    post: Write<NoPath, S["SignInBody"], S["Whoami"]>;
    delete: Act<NoPath>;
  };
  "/api/v1/setup": { post: Write<NoPath, S["SetUpBody"], S["Whoami"]> };
  "/api/v1/workspaces": {
    get: Read<NoPath, S["WorkspaceList"]>;
    post: Create<NoPath, S["CreateWorkspaceBody"], S["WorkspaceView"]>;
  };
  "/api/v1/workspaces/{workspace}/apps": {
    post: Create<Parameters<{ workspace: string }, never>, S["CreateAppBody"], S["AppSummary"]>;
  };
  "/api/v1/apps": { get: Read<NoPath, S["AppList"]> };
  "/api/v1/apps/{app}": {
    get: Read<Parameters<{ app: string }, never>, S["AppView"]>;
    patch: Write<Parameters<{ app: string }, never>, S["RenameAppBody"], S["AppSummary"]>;
    delete: Act<Parameters<{ app: string }, never>>;
  };
  "/api/v1/apps/{app}/preview": { get: Read<Parameters<{ app: string }, never>, S["AppView"]> };
  "/api/v1/apps/{app}/draft": {
    get: Read<Parameters<{ app: string }, never>, S["DraftView"]>;
    patch: Write<Parameters<{ app: string }, never>, S["SaveDraftBody"], S["SavedDraft"]>;
  };
  "/api/v1/apps/{app}/releases": {
    get: Read<Parameters<{ app: string }, never>, S["ReleaseList"]>;
    post: Create<Parameters<{ app: string }, never>, S["CreateReleaseBody"], S["ReleaseView"]>;
  };
  "/api/v1/apps/{app}/releases/{number}": {
    get: Read<Parameters<{ app: string; number: number }, never>, S["ReleaseDocument"]>;
  };
  "/api/v1/apps/{app}/rollback": {
    post: Write<Parameters<{ app: string }, never>, S["RollBackBody"], S["ReleaseView"]>;
  };
  "/api/v1/apps/{app}/queries/{query}/runs": {
    post: Write<Parameters<{ app: string; query: string }, never>, S["RunQueryBody"], S["QueryResult"]>;
  };
  "/api/v1/apps/{app}/draft/queries/{query}/runs": {
    post: Write<Parameters<{ app: string; query: string }, never>, S["TryQueryBody"], S["QueryResult"]>;
  };
  "/api/v1/datasources": {
    get: Read<NoPath, S["DatasourceList"]>;
    post: Create<NoPath, S["CreateDatasourceBody"], S["DatasourceView"]>;
  };
  "/api/v1/datasources/{datasource}": {
    get: Read<Parameters<{ datasource: string }, never>, S["DatasourceView"]>;
    patch: Write<Parameters<{ datasource: string }, never>, S["RenameDatasourceBody"], S["DatasourceView"]>;
    delete: Act<Parameters<{ datasource: string }, never>>;
  };
  "/api/v1/datasources/{datasource}/environments/{environment}": {
    put: Write<Parameters<{ datasource: string; environment: string }, never>, S["ConfigureDatasourceBody"], S["DatasourceView"]>;
  };
  "/api/v1/datasources/{datasource}/environments/{environment}/test": {
    post: Ask<Parameters<{ datasource: string; environment: string }, never>, S["TestReport"]>;
  };
  "/api/v1/datasources/{datasource}/environments/{environment}/schema": {
    get: Read<Parameters<{ datasource: string; environment: string }, never>, S["Schema"]>;
  };
  "/api/v1/people": {
    get: Read<Query<PageQuery>, S["PersonList"]>;
    post: Create<NoPath, S["CreatePersonBody"], S["PersonView"]>;
  };
  "/api/v1/people/{person}": {
    patch: Write<Parameters<{ person: string }, never>, S["UpdatePersonBody"], S["PersonView"]>;
  };
  "/api/v1/groups": {
    get: Read<NoPath, S["GroupList"]>;
    post: Create<NoPath, S["CreateGroupBody"], S["GroupView"]>;
  };
  "/api/v1/apps/{app}/grants": {
    get: Read<Parameters<{ app: string }, never>, S["GrantList"]>;
    put: Put<Parameters<{ app: string }, never>, S["SetGrantBody"]>;
  };
  "/api/v1/apps/{app}/queries/{query}/grants": {
    put: Put<Parameters<{ app: string; query: string }, never>, S["SetQueryGrantBody"]>;
  };
  "/api/v1/audit/records": { get: Read<Query<RecordFilter & PageQuery>, S["RecordList"]> };
  "/api/v1/audit/records/{record}": { get: Read<Parameters<{ record: string }, never>, S["RecordDetail"]> };
  "/api/v1/audit/export": {
    get: { parameters: NoPath; requestBody?: never; responses: { 200: Ndjson; default: Failure } };
  };
  "/api/v1/audit/checkpoint": { get: Read<NoPath, S["CheckpointView"]> };
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
      current?: { revision: number; document: S["Document"] };
    };
    Whoami: {
      person: S["CurrentUser"];
      tenant: S["TenantView"];
      can: string[];
    };
    CurrentUser: {
      id: string;
      email: string;
      name: string;
      groups: string[];
      roles: S["Role"][];
      attributes: { [name: string]: unknown };
    };
    TenantView: { id: string; name: string };
    Role: "administrator" | "developer";
    SignInBody: { email: string; password: string };
    SetUpBody: { token: string; name: string; email: string; password: string };

    WorkspaceView: { id: string; name: string; created_at: string; can: string[] };
    WorkspaceList: { items: S["WorkspaceView"][]; next: string | null };
    CreateWorkspaceBody: { name: string };

    AppSummary: {
      id: string;
      name: string;
      workspace: string;
      released: number | null;
      updated_at: string;
      can: string[];
    };
    AppList: { items: S["AppSummary"][]; next: string | null };
    CreateAppBody: { name: string };
    RenameAppBody: { name: string };
    Document: { schema: number; records: { [id: string]: unknown } };
    Change: {
      added: { [id: string]: unknown };
      updated: { [id: string]: unknown };
      removed: { [id: string]: unknown };
    };
    Act: { type: string } & { [name: string]: unknown };
    AppView: {
      id: string;
      name: string;
      release: number | null;
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
      user: S["CurrentUser"];
      tenant: S["TenantView"];
    };
    DraftView: { revision: number; document: S["Document"]; can: string[] };
    SaveDraftBody: { revision: number; change: S["Change"] };
    SavedDraft: { revision: number };
    ReleaseView: {
      number: number;
      note: string;
      revision: number;
      hash: string;
      created_at: string;
      created_by: { id: string; name: string };
      current: boolean;
    };
    ReleaseDocument: { release: S["ReleaseView"]; document: S["Document"] };
    ReleaseList: { items: S["ReleaseView"][]; next: string | null };
    CreateReleaseBody: { revision: number; note: string };
    RollBackBody: { number: number; note: string };

    RunQueryBody: { inputs: { [leaf: string]: unknown }; page?: string | null };
    TryQueryBody: { inputs: { [leaf: string]: unknown }; environment?: S["Environment"] | null; page?: string | null };
    Environment: "development" | "staging" | "production";
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
    QueryResult: {
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
    SourceSettings:
      | ({ kind: "postgres" } & S["PostgresSettings"])
      | ({ kind: "sqlite" } & S["SqliteSettings"])
      | ({ kind: "rest" } & S["RestSettings"]);
    Credential:
      | { password: string }
      | { bearer: string }
      | { basic: { username: string; password: string } }
      | { header: { name: string; value: string } };
    EnvironmentView: { environment: S["Environment"]; settings: S["SourceSettings"]; has_credential: boolean };
    DatasourceView: {
      id: string;
      name: string;
      kind: S["DatasourceKind"];
      environments: S["EnvironmentView"][];
      created_at: string;
      can: string[];
    };
    DatasourceList: { items: S["DatasourceView"][]; next: string | null };
    CreateDatasourceBody: { name: string; kind: S["DatasourceKind"] };
    RenameDatasourceBody: { name: string };
    /** `credential` absent keeps what is stored, null removes it. */
    ConfigureDatasourceBody: { settings: S["SourceSettings"]; credential?: S["Credential"] | null };
    WarningView: { code: string; text: string };
    TestReport: { ok: boolean; elapsed_ms: number; warnings: S["WarningView"][]; problem: S["Problem"] | null };
    Schema: {
      tables: { schema: string | null; name: string; columns: { name: string; type: string }[] }[];
    };

    PersonView: {
      id: string;
      email: string;
      name: string;
      status: "active" | "disabled";
      roles: S["Role"][];
      groups: { id: string; name: string }[];
      created_at: string;
      last_sign_in_at: string | null;
    };
    PersonList: { items: S["PersonView"][]; next: string | null };
    CreatePersonBody: { email: string; name: string; password: string; roles: S["Role"][]; groups: string[] };
    UpdatePersonBody: { name?: string; status?: "active" | "disabled"; roles?: S["Role"][]; groups?: string[] };
    GroupView: { id: string; name: string };
    GroupList: { items: S["GroupView"][]; next: string | null };
    CreateGroupBody: { name: string };

    Level: "use" | "edit" | "own";
    GrantView: {
      principal: { type: "person" | "group"; id: string; name: string };
      level: S["Level"];
      on: { type: string; id: string };
    };
    GrantList: { items: S["GrantView"][]; next: string | null };
    SetGrantBody: { principal: { type: "person" | "group"; id: string }; level: S["Level"] | null };
    SetQueryGrantBody: { principal: { type: "person" | "group"; id: string }; level: "use" | null };

    Outcome: "allowed" | "denied" | "failed";
    ActorRef: { type: string; id: string | null; name: string | null };
    ObjectRef: { type: string; id: string; name: string | null };
    RequestView: { id: string; address: string | null; user_agent: string | null };
    RecordView: {
      id: string;
      at: string;
      actor: S["ActorRef"];
      action: string;
      object: S["ObjectRef"] | null;
      outcome: S["Outcome"];
      request: S["RequestView"];
      detail: { [name: string]: unknown };
      leaf_index: number | null;
    };
    RecordList: { items: S["RecordView"][]; next: string | null };
    ProofView: { leaf_index: number; tree_size: number; hashes: string[]; checkpoint: string };
    RecordDetail: { record: S["RecordView"]; body: string; proof: S["ProofView"] | null };
    CheckpointView: { checkpoint: string; public_key: string };
  };
}

import type { DatasourceKind, DatasourceSettings, PostgresSettings, RestSettings } from "@sallyport/api/types.ts";

export const kindLabels: Record<DatasourceKind, string> = { postgres: "PostgreSQL", sqlite: "SQLite", rest: "REST" };

export const kinds: readonly DatasourceKind[] = ["postgres", "sqlite", "rest"];

export const isPostgres = (settings: DatasourceSettings): settings is PostgresSettings => settings.kind === "postgres";
export const isRest = (settings: DatasourceSettings): settings is RestSettings => settings.kind === "rest";

export function blankSettings(kind: DatasourceKind): DatasourceSettings {
  if (kind === "postgres") return { kind, host: "", port: 5432, database: "", username: "", tls: "verify_full" };
  return kind === "sqlite" ? { kind, path: "", read_only: true } : { kind, base_url: "", headers: [] };
}

function originOf(address: string): string {
  return URL.canParse(address) ? new URL(address).origin : address;
}

/** Where a credential would be sent, and how protected. It is sealed to this, so it never follows to another place. */
export function destinationOf(settings: DatasourceSettings): string {
  if (isPostgres(settings)) return `${settings.host.trim().toLowerCase()}:${settings.port} (TLS: ${settings.tls})`;
  return isRest(settings) ? originOf(settings.base_url.trim()).toLowerCase() : "";
}

/** What a list shows of an environment's settings. */
export function summaryOf(settings: DatasourceSettings): string {
  if (isPostgres(settings)) return `${settings.host}:${settings.port}/${settings.database}`;
  return isRest(settings) ? settings.base_url : settings.path;
}

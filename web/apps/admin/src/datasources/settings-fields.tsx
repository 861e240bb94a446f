import { ActionIcon, Button, Checkbox, NumberInput, Select, TextInput } from "@mantine/core";
import type { DatasourceSettings, PostgresSettings, RestSettings, SqliteSettings } from "@sallyport/api/types.ts";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { isPostgres, isRest } from "./kinds.ts";

interface FieldsProps<Settings> {
  settings: Settings;
  onChange: (settings: DatasourceSettings) => void;
  errorAt: (field: string) => string | null;
}

export function SettingsFields({ settings, ...rest }: FieldsProps<DatasourceSettings>) {
  if (isPostgres(settings)) return <PostgresFields settings={settings} {...rest} />;
  return isRest(settings) ? <RestFields settings={settings} {...rest} /> : <SqliteFields settings={settings} {...rest} />;
}

const tlsModes = [
  { value: "verify_full", label: "Verify the certificate and the name" },
  { value: "require", label: "Encrypt, without verifying" },
  { value: "disable", label: "Off" },
] as const;

function PostgresFields({ settings, onChange, errorAt }: FieldsProps<PostgresSettings>) {
  const change = (part: Partial<PostgresSettings>) => onChange({ ...settings, ...part });
  return (
    <>
      <div className="settings-pair">
        <TextInput label="Host" value={settings.host} onChange={(event) => change({ host: event.currentTarget.value })} error={errorAt("host")} />
        <NumberInput label="Port" min={1} max={65535} allowDecimal={false} hideControls value={settings.port} onChange={(port) => change({ port: Number(port) })} error={errorAt("port")} />
      </div>
      <TextInput label="Database" value={settings.database} onChange={(event) => change({ database: event.currentTarget.value })} error={errorAt("database")} />
      <TextInput label="User name" autoComplete="off" value={settings.username} onChange={(event) => change({ username: event.currentTarget.value })} error={errorAt("username")} />
      <Select label="TLS" data={[...tlsModes]} value={settings.tls} onChange={(tls) => tls !== null && change({ tls })} error={errorAt("tls")} />
      {settings.tls !== "verify_full" && (
        <p className="note-warning">
          {settings.tls === "disable"
            ? "Everything, the password included, crosses the network in the clear."
            : "Whoever can stand between this server and the database can pose as the database."}
        </p>
      )}
    </>
  );
}

function SqliteFields({ settings, onChange, errorAt }: FieldsProps<SqliteSettings>) {
  return (
    <>
      <TextInput
        label="File"
        description="An absolute path, in a folder that the server's configuration allows."
        value={settings.path}
        onChange={(event) => onChange({ ...settings, path: event.currentTarget.value })}
        error={errorAt("path")}
      />
      <Checkbox label="Open for reading only" checked={settings.read_only} onChange={(event) => onChange({ ...settings, read_only: event.currentTarget.checked })} />
    </>
  );
}

function RestFields({ settings, onChange, errorAt }: FieldsProps<RestSettings>) {
  const { headers } = settings;
  const setHeaders = (next: RestSettings["headers"]) => onChange({ ...settings, headers: next });
  const changeHeader = (at: number, part: { name?: string; value?: string }) =>
    setHeaders(headers.map((header, index) => (index === at ? { ...header, ...part } : header)));
  return (
    <>
      <TextInput
        label="Base address"
        placeholder="https://api.example.com/v1"
        value={settings.base_url}
        onChange={(event) => onChange({ ...settings, base_url: event.currentTarget.value })}
        error={errorAt("base_url")}
      />
      {headers.map((header, index) => (
        // headers have no identity but their place
        // oxlint-disable-next-line react/no-array-index-key
        <div className="header-line" key={index}>
          <TextInput label={`Header ${index + 1}`} value={header.name} onChange={(event) => changeHeader(index, { name: event.currentTarget.value })} error={errorAt(`headers.${index}.name`)} />
          <TextInput label="Value" value={header.value} onChange={(event) => changeHeader(index, { value: event.currentTarget.value })} error={errorAt(`headers.${index}.value`)} />
          <ActionIcon variant="subtle" color="gray" size={32} aria-label={`Remove header ${index + 1}`} onClick={() => setHeaders(headers.filter((_, place) => place !== index))}>
            <IconTrash size={16} />
          </ActionIcon>
        </div>
      ))}
      <div>
        <Button variant="default" size="compact-sm" leftSection={<IconPlus size={14} />} onClick={() => setHeaders([...headers, { name: "", value: "" }])}>
          Add a header
        </Button>
      </div>
    </>
  );
}

import { Button, Select, TextInput } from "@mantine/core";
import type { DatasourceKind } from "@sallyport/api/types.ts";
import { PasswordField } from "@sallyport/ui/password-field.tsx";
import { IconLock } from "@tabler/icons-react";
import { type CredentialEntry, formLabels, formsFor, unchanged } from "./credential-entry.ts";

interface CredentialFieldProps {
  kind: DatasourceKind;
  /** A credential is stored on the server. */
  stored: boolean;
  boundTo: string;
  /** The settings name another destination than the one the stored credential is sealed to. */
  moved: boolean;
  entry: CredentialEntry;
  onChange: (entry: CredentialEntry) => void;
  errorAt: (field: string) => string | null;
}

export function CredentialField({ kind, stored, boundTo, moved, entry, onChange, errorAt }: CredentialFieldProps) {
  const [form] = formsFor(kind);
  const enter = () => onChange({ act: "enter", form: form ?? "password", name: "", secret: "" });
  return (
    <fieldset className="credential">
      <legend>Credential</legend>
      {entry.act === "keep" && stored && <Stored boundTo={boundTo} onReplace={enter} onRemove={() => onChange({ act: "remove" })} />}
      {entry.act === "keep" && stored && moved && (
        <p className="note-warning" role="alert">
          The stored credential was given for {boundTo} and is not sent anywhere else. Replace it with one for the new
          destination, or remove it.
        </p>
      )}
      {entry.act === "keep" && !stored && (
        <div className="credential-head">
          <p>None is stored.</p>
          <Button variant="default" size="compact-sm" onClick={enter}>
            Add a credential
          </Button>
        </div>
      )}
      {entry.act === "remove" && (
        <div className="credential-head">
          <p>The stored credential is removed when you save.</p>
          <Button variant="default" size="compact-sm" onClick={() => onChange(unchanged)}>
            Keep it
          </Button>
        </div>
      )}
      {entry.act === "enter" && <Entry kind={kind} entry={entry} onChange={onChange} stored={stored} errorAt={errorAt} />}
    </fieldset>
  );
}

function Stored({ boundTo, onReplace, onRemove }: { boundTo: string; onReplace: () => void; onRemove: () => void }) {
  return (
    <>
      <div className="credential-head">
        <IconLock size={16} aria-hidden="true" />
        <span>Stored, and sealed to {boundTo}. It cannot be read back.</span>
      </div>
      <div className="credential-head">
        <Button variant="default" size="compact-sm" onClick={onReplace}>
          Replace
        </Button>
        <Button variant="default" size="compact-sm" onClick={onRemove}>
          Remove
        </Button>
      </div>
    </>
  );
}

interface EntryProps {
  kind: DatasourceKind;
  entry: Extract<CredentialEntry, { act: "enter" }>;
  stored: boolean;
  onChange: (entry: CredentialEntry) => void;
  errorAt: (field: string) => string | null;
}

/** Where the server finds what was entered. */
const namePaths = { password: "", bearer: "", basic: "basic.username", header: "header.name" } as const;
const secretPaths = { password: "password", bearer: "bearer", basic: "basic.password", header: "header.value" } as const;
const secretLabels = { password: "Password", bearer: "Token", basic: "Password", header: "Value" } as const;

function Entry({ kind, entry, stored, onChange, errorAt }: EntryProps) {
  const forms = formsFor(kind);
  return (
    <>
      {forms.length > 1 && (
        <Select
          label="Form"
          data={forms.map((value) => ({ value, label: formLabels[value] }))}
          value={entry.form}
          onChange={(form) => form !== null && onChange({ ...entry, form })}
        />
      )}
      {(entry.form === "basic" || entry.form === "header") && (
        <TextInput
          label={entry.form === "basic" ? "User name" : "Header name"}
          autoComplete="off"
          value={entry.name}
          onChange={(event) => onChange({ ...entry, name: event.currentTarget.value })}
          error={errorAt(namePaths[entry.form])}
        />
      )}
      <PasswordField
        label={secretLabels[entry.form]}
        description="Sealed on the server to this destination. It is never shown again."
        autoComplete="new-password"
        value={entry.secret}
        onChange={(event) => onChange({ ...entry, secret: event.currentTarget.value })}
        error={errorAt(secretPaths[entry.form])}
        showLabel="Show what is entered"
      />
      <div className="credential-head">
        <Button variant="subtle" size="compact-sm" onClick={() => onChange(unchanged)}>
          {stored ? "Keep the stored one" : "Leave it out"}
        </Button>
      </div>
    </>
  );
}

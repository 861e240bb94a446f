import { Button, Group } from "@mantine/core";
import { type Configuration, configureDatasource, datasourceQuery, datasourcesQuery } from "@sallyport/api/datasources.ts";
import { isProblem } from "@sallyport/api/problem.ts";
import type { Datasource, DatasourceEnvironment } from "@sallyport/api/types.ts";
import { useFaultFocus } from "@sallyport/ui/fault-focus.ts";
import { notifyDone } from "@sallyport/ui/notify.tsx";
import { fieldText } from "@sallyport/ui/problem-text.ts";
import { ProblemNote } from "@sallyport/ui/problem-note.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { type CredentialEntry, credentialSent, unchanged } from "./credential-entry.ts";
import { CredentialField } from "./credential-field.tsx";
import { type Environment, environmentLabels } from "./environments.ts";
import { blankSettings, destinationOf } from "./kinds.ts";
import { SettingsFields } from "./settings-fields.tsx";

/** What the fields below say themselves when it is wrong. */
const SAID_AT_FIELDS = [
  ...["host", "port", "database", "username", "tls", "path", "base_url"].map((field) => `settings.${field}`),
  ...["password", "bearer", "basic.username", "basic.password", "header.name", "header.value"].map((field) => `credential.${field}`),
];

interface EnvironmentFormProps {
  datasource: Datasource;
  environment: Environment;
  configuration: DatasourceEnvironment | undefined;
}

export function EnvironmentForm({ datasource, environment, configuration }: EnvironmentFormProps) {
  const queries = useQueryClient();
  const stored = configuration?.settings;
  const [settings, setSettings] = useState(stored ?? blankSettings(datasource.kind));
  const [entry, setEntry] = useState<CredentialEntry>(unchanged);
  const save = useMutation({
    mutationFn: (body: Configuration) => configureDatasource(datasource.id, environment, body),
    onSuccess: (saved) => {
      queries.setQueryData(datasourceQuery(datasource.id).queryKey, saved);
      setEntry(unchanged);
      notifyDone(`${environmentLabels[environment]} is saved`);
      return queries.invalidateQueries({ queryKey: datasourcesQuery.queryKey, exact: true });
    },
  });
  const form = useFaultFocus(save.error);
  const hasCredential = configuration?.has_credential ?? false;
  const moved = stored !== undefined && destinationOf(stored) !== destinationOf(settings);

  // said at the credential itself
  const refusedMove = isProblem(save.error, "credential_bound_to_destination");

  function submit(event: FormEvent) {
    event.preventDefault();
    save.mutate({ settings, ...credentialSent(entry) });
  }

  return (
    <form ref={form} className="environment-form" onSubmit={submit} noValidate>
      <SettingsFields
        settings={settings}
        onChange={setSettings}
        errorAt={(field) => fieldText(save.error, `settings.${field}`)}
      />
      {datasource.kind !== "sqlite" && (
        <CredentialField
          kind={datasource.kind}
          stored={hasCredential}
          boundTo={stored === undefined ? "" : destinationOf(stored)}
          moved={moved || refusedMove}
          entry={entry}
          onChange={setEntry}
          errorAt={(field) => fieldText(save.error, `credential.${field}`)}
        />
      )}
      {!refusedMove && <ProblemNote error={save.error} fields={SAID_AT_FIELDS} />}
      <Group gap="sm">
        <Button type="submit" loading={save.isPending}>
          Save
        </Button>
      </Group>
    </form>
  );
}

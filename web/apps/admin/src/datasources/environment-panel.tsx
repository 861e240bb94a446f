import { can } from "@sallyport/api/abilities.ts";
import type { Datasource } from "@sallyport/api/types.ts";
import { EnvironmentForm } from "./environment-form.tsx";
import { type Environment, configurationIn } from "./environments.ts";
import { SchemaBrowser } from "./schema-browser.tsx";
import { TestPanel } from "./test-panel.tsx";
import { summaryOf } from "./kinds.ts";

interface EnvironmentPanelProps {
  datasource: Datasource;
  environment: Environment;
}

export function EnvironmentPanel({ datasource, environment }: EnvironmentPanelProps) {
  const configuration = configurationIn(datasource, environment);
  return (
    <div className="environment">
      <section aria-label="Settings">
        {can(datasource, "destination.configure") ? (
          <EnvironmentForm datasource={datasource} environment={environment} configuration={configuration} />
        ) : (
          <p className="note">{configuration === undefined ? "Not set up." : summaryOf(configuration.settings)}</p>
        )}
      </section>
      {configuration !== undefined && (
        <div className="environment-form">
          {can(configuration, "destination.test") && <TestPanel datasource={datasource.id} environment={environment} />}
          {can(configuration, "datasource.query") && <SchemaBrowser datasource={datasource.id} environment={environment} />}
        </div>
      )}
    </div>
  );
}

import { Button } from "@mantine/core";
import { testDatasource } from "@sallyport/api/datasources.ts";
import { Problem } from "@sallyport/api/problem.ts";
import type { DatasourceTest } from "@sallyport/api/types.ts";
import { sentence } from "@sallyport/ui/problem-text.ts";
import { ProblemNote } from "@sallyport/ui/problem-note.tsx";
import { IconCheck, IconPlugConnected } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import type { Environment } from "./environments.ts";

interface TestPanelProps {
  datasource: string;
  environment: Environment;
}

export function TestPanel({ datasource, environment }: TestPanelProps) {
  const test = useMutation({ mutationFn: () => testDatasource(datasource, environment) });
  return (
    <section aria-label="Connection" className="test-result">
      <h2>Connection</h2>
      <p className="note">Tries the settings and the credential that are saved.</p>
      <div>
        <Button variant="default" leftSection={<IconPlugConnected size={16} />} loading={test.isPending} onClick={() => test.mutate()}>
          Test connection
        </Button>
      </div>
      <div aria-live="polite" className="test-result">
        <ProblemNote error={test.error} />
        {test.data !== undefined && <Result result={test.data} />}
      </div>
    </section>
  );
}

function Result({ result }: { result: DatasourceTest }) {
  return (
    <>
      {result.ok ? (
        <p className="note-good">
          <IconCheck size={16} aria-hidden="true" />
          Connected in {result.elapsed_ms.toFixed(0)} ms
        </p>
      ) : (
        <ProblemNote error={new Problem(result.problem ?? { detail: "the connection failed" }, 0)} />
      )}
      {result.warnings.length > 0 && (
        <div className="note-warning">
          <ul>
            {result.warnings.map((warning) => (
              <li key={warning.code}>{sentence(warning.text)}</li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

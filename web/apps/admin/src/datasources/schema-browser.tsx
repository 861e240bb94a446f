import { Button, TextInput } from "@mantine/core";
import { datasourceSchemaQuery } from "@sallyport/api/datasources.ts";
import type { DatasourceSchema } from "@sallyport/api/types.ts";
import { ErrorState, ListSkeleton } from "@sallyport/ui/states.tsx";
import { IconSearch, IconTable } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Environment } from "./environments.ts";
import { matchingTables, tableName } from "./matching-tables.ts";

interface SchemaBrowserProps {
  datasource: string;
  environment: Environment;
}

/** Reads the schema only when asked: it goes to the database, and is written down. */
export function SchemaBrowser({ datasource, environment }: SchemaBrowserProps) {
  const [asked, setAsked] = useState(false);
  return (
    <section aria-label="Schema" className="schema">
      <h2>Schema</h2>
      {asked ? (
        <Tables datasource={datasource} environment={environment} />
      ) : (
        <div>
          <Button variant="default" leftSection={<IconTable size={16} />} onClick={() => setAsked(true)}>
            Read the schema
          </Button>
        </div>
      )}
    </section>
  );
}

function Tables({ datasource, environment }: SchemaBrowserProps) {
  const schema = useQuery(datasourceSchemaQuery(datasource, environment));
  const [text, setText] = useState("");
  if (schema.isPending) return <ListSkeleton rows={5} label="Reading the schema" />;
  if (schema.isError) return <ErrorState error={schema.error} onRetry={() => void schema.refetch()} />;
  const shown = matchingTables(schema.data.tables, text);
  return (
    <>
      <TextInput
        aria-label="Search tables and columns"
        placeholder="Search tables and columns"
        leftSection={<IconSearch size={16} aria-hidden="true" />}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {shown.length === 0 ? (
        <p className="note">{schema.data.tables.length === 0 ? "There are no tables that this credential may see." : "No table or column matches."}</p>
      ) : (
        <div className="schema-tables">
          {shown.map((table) => (
            <Table key={tableName(table)} table={table} />
          ))}
        </div>
      )}
    </>
  );
}

function Table({ table }: { table: DatasourceSchema["tables"][number] }) {
  return (
    <details>
      <summary className="figures">{tableName(table)}</summary>
      <ul>
        {table.columns.map((column) => (
          <li key={column.name} className="figures">
            <span>{column.name}</span>
            <span className="quiet">{column.type}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

import { Button } from "@mantine/core";
import { can } from "@sallyport/api/abilities.ts";
import { datasourcesQuery } from "@sallyport/api/datasources.ts";
import type { Datasource } from "@sallyport/api/types.ts";
import { DataTable, type ListColumn } from "@sallyport/ui/data-table.tsx";
import { useSession } from "@sallyport/ui/session-gate.tsx";
import { EmptyState, ErrorState, ListSkeleton } from "@sallyport/ui/states.tsx";
import { PlaceHead } from "@sallyport/ui/work-shell.tsx";
import { IconDatabase, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { CreateDatasourceDialog } from "./create-datasource-dialog.tsx";
import { configurationIn, environmentLabels, environments } from "./environments.ts";
import { kindLabels, summaryOf } from "./kinds.ts";

function ConfiguredText({ datasource, environment }: { datasource: Datasource; environment: (typeof environments)[number] }) {
  const configuration = configurationIn(datasource, environment);
  if (configuration === undefined) return <span className="quiet">–</span>;
  return <span className="figures">{summaryOf(configuration.settings)}</span>;
}

const columns: ListColumn<Datasource>[] = [
  { key: "name", header: "Name", cell: ({ name }) => <strong>{name}</strong>, sortBy: ({ name }) => name },
  { key: "kind", header: "Kind", width: 112, cell: ({ kind }) => kindLabels[kind], sortBy: ({ kind }) => kindLabels[kind] },
  ...environments.map((environment) => ({
    key: environment,
    header: environmentLabels[environment],
    secondary: environment !== "production",
    cell: (datasource: Datasource) => <ConfiguredText datasource={datasource} environment={environment} />,
  })),
];

export function DatasourcesPage({ onOpen }: { onOpen: (datasource: string) => void }) {
  const [creating, setCreating] = useState(false);
  const mayCreate = can(useSession(), "datasource.create");
  const datasources = useQuery(datasourcesQuery);
  const create = mayCreate && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setCreating(true)}>
      New datasource
    </Button>
  );
  return (
    <>
      <PlaceHead title="Datasources" lead="Where apps read and write. Each has its own settings and credential for every environment.">
        {datasources.data?.length !== 0 && create}
      </PlaceHead>
      {datasources.isPending && <ListSkeleton label="Loading the datasources" />}
      {datasources.isError && <ErrorState error={datasources.error} onRetry={() => void datasources.refetch()} />}
      {datasources.isSuccess && <List datasources={datasources.data} onOpen={onOpen} create={create} />}
      <CreateDatasourceDialog opened={creating} onClose={() => setCreating(false)} onCreated={onOpen} />
    </>
  );
}

interface ListProps {
  datasources: readonly Datasource[];
  onOpen: (datasource: string) => void;
  create: ReactNode;
}

function List({ datasources, onOpen, create }: ListProps) {
  return (
    <DataTable
      label="Datasources"
      columns={columns}
      rows={datasources}
      rowId={({ id }) => id}
      onOpen={({ id }) => onOpen(id)}
      empty={
        <EmptyState icon={<IconDatabase size={24} />} title="No datasources yet" action={create}>
          Add the database or the service that your first app is about. Its credential stays on the server.
        </EmptyState>
      }
    />
  );
}

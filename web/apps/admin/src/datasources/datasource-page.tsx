import { Breadcrumbs, Button, Tabs } from "@mantine/core";
import { can } from "@sallyport/api/abilities.ts";
import { datasourceQuery } from "@sallyport/api/datasources.ts";
import type { Datasource } from "@sallyport/api/types.ts";
import { IdText } from "@sallyport/ui/id-text.tsx";
import { ErrorState, ListSkeleton } from "@sallyport/ui/states.tsx";
import { PlaceHead } from "@sallyport/ui/work-shell.tsx";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { DeleteDatasourceDialog } from "./delete-datasource-dialog.tsx";
import { EnvironmentPanel } from "./environment-panel.tsx";
import { type Environment, configurationIn, environmentLabels, environments } from "./environments.ts";
import { kindLabels } from "./kinds.ts";
import { RenameDatasourceDialog } from "./rename-datasource-dialog.tsx";
import "../notes.css";
import "./datasources.css";

interface DatasourcePageProps {
  datasource: string;
  environment: Environment;
  onEnvironment: (environment: Environment) => void;
  onGone: () => void;
}

export function DatasourcePage({ datasource: id, environment, onEnvironment, onGone }: DatasourcePageProps) {
  const datasource = useQuery(datasourceQuery(id));
  if (datasource.isPending) return <ListSkeleton label="Loading the datasource" />;
  if (datasource.isError) return <ErrorState level={1} error={datasource.error} onRetry={() => void datasource.refetch()} />;
  return (
    <>
      <Breadcrumbs mb={4}>
        <Link to="/datasources">Datasources</Link>
        <span aria-current="page">{datasource.data.name}</span>
      </Breadcrumbs>
      <Head datasource={datasource.data} onGone={onGone} />
      <Tabs value={environment} onChange={(value) => onEnvironment((value as Environment | null) ?? "development")} keepMounted={false}>
        <Tabs.List aria-label="Environment">
          {environments.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {environmentLabels[name]}
              {configurationIn(datasource.data, name) === undefined && <span className="quiet"> · not set up</span>}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {environments.map((name) => (
          <Tabs.Panel key={name} value={name} pt="lg">
            <EnvironmentPanel datasource={datasource.data} environment={name} />
          </Tabs.Panel>
        ))}
      </Tabs>
    </>
  );
}

function Head({ datasource, onGone }: { datasource: Datasource; onGone: () => void }) {
  const [dialog, setDialog] = useState<"rename" | "delete" | null>(null);
  const close = () => setDialog(null);
  return (
    <>
      <PlaceHead
        title={datasource.name}
        lead={
          <>
            {kindLabels[datasource.kind]} · <IdText id={datasource.id} label="datasource id" />
          </>
        }
      >
        {can(datasource, "datasource.rename") && (
          <Button variant="default" onClick={() => setDialog("rename")}>
            Rename
          </Button>
        )}
        {can(datasource, "datasource.delete") && (
          <Button variant="default" onClick={() => setDialog("delete")}>
            Delete
          </Button>
        )}
      </PlaceHead>
      <RenameDatasourceDialog key={datasource.name} datasource={datasource} opened={dialog === "rename"} onClose={close} />
      <DeleteDatasourceDialog datasource={datasource} opened={dialog === "delete"} onClose={close} onDeleted={onGone} />
    </>
  );
}

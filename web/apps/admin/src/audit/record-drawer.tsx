import { Button, Group, Text } from "@mantine/core";
import { auditRecordQuery } from "@sallyport/api/audit.ts";
import type { AuditRecord } from "@sallyport/api/types.ts";
import { Field, Fields } from "@sallyport/ui/fields.tsx";
import { IdText } from "@sallyport/ui/id-text.tsx";
import { ErrorState, ListSkeleton } from "@sallyport/ui/states.tsx";
import { TimeText } from "@sallyport/ui/time-text.tsx";
import { useQuery } from "@tanstack/react-query";
import type { LedgerSearch } from "./ledger-search.ts";
import { present } from "../search.ts";
import { SideDrawer } from "../side-drawer.tsx";
import { OutcomeMark } from "./outcome-mark.tsx";
import { ProofPanel } from "./proof-panel.tsx";
import "./audit.css";

interface RecordDrawerProps {
  record: string | undefined;
  onClose: () => void;
  onFilter: (search: LedgerSearch) => void;
}

export function RecordDrawer({ record, onClose, onFilter }: RecordDrawerProps) {
  return (
    <SideDrawer opened={record !== undefined} onClose={onClose} title="Record">
      {record !== undefined && <RecordBody id={record} onFilter={onFilter} />}
    </SideDrawer>
  );
}

function RecordBody({ id, onFilter }: { id: string; onFilter: (search: LedgerSearch) => void }) {
  const found = useQuery(auditRecordQuery(id));
  if (found.isPending) return <ListSkeleton rows={10} label="Loading the record" />;
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  const { record, body, proof } = found.data;
  const { actor, object } = record;
  return (
    <>
      <RecordFields record={record} />
      <Group gap="sm" mt="md">
        {actor.id !== null && (
          <Button variant="default" size="compact-sm" onClick={() => onFilter(present<LedgerSearch>({ actor: actor.id ?? undefined }))}>
            All acts of {actor.name ?? actor.type}
          </Button>
        )}
        {object !== null && (
          <Button variant="default" size="compact-sm" onClick={() => onFilter({ object: object.id })}>
            All acts on {object.name ?? object.type}
          </Button>
        )}
      </Group>
      <DetailFields detail={record.detail} />
      <h2 className="record-section">Proof</h2>
      <ProofPanel proof={proof} body={body} />
    </>
  );
}

function RecordFields({ record }: { record: AuditRecord }) {
  return (
    <Fields>
      <Field name="Time">
        <TimeText at={record.at} as="exact" />
        <Text size="xs" c="dimmed" className="figures">
          {record.at}
        </Text>
      </Field>
      <Field name="Who">
        {record.actor.name} <span className="quiet">{record.actor.type}</span>
        {record.actor.id !== null && (
          <Text size="xs" component="div">
            <IdText id={record.actor.id} label="id of the actor" />
          </Text>
        )}
        {/* what was recorded before there were keys knows of none */}
        {record.actor.key && (
          <Text size="xs" component="div">
            By the API key {record.actor.key.name} <IdText id={record.actor.key.id} label="id of the key" />
          </Text>
        )}
      </Field>
      <Field name="Did what">
        <span className="figures">{record.action}</span>
      </Field>
      <Field name="To what">
        {record.object === null ? (
          <span className="quiet">–</span>
        ) : (
          <>
            {record.object.name} <span className="quiet">{record.object.type}</span>
            <Text size="xs" component="div">
              <IdText id={record.object.id} label="id of the object" />
            </Text>
          </>
        )}
      </Field>
      <Field name="Outcome">
        <OutcomeMark outcome={record.outcome} />
      </Field>
      <Field name="From where">
        <span className="figures">{record.request.address ?? "–"}</span>
      </Field>
      <Field name="User agent">{record.request.user_agent ?? "–"}</Field>
      <Field name="Request">
        <IdText id={record.request.id} label="request id" />
      </Field>
      <Field name="Record">
        <IdText id={record.id} label="record id" />
      </Field>
    </Fields>
  );
}

function shown(value: unknown): string {
  if (value === null) return "–";
  return typeof value === "string" ? value : JSON.stringify(value, null, 1);
}

function DetailFields({ detail }: { detail: AuditRecord["detail"] }) {
  const entries = Object.entries(detail);
  if (entries.length === 0) return null;
  return (
    <>
      <h2 className="record-section">Detail</h2>
      <Fields>
        {entries.map(([name, value]) => (
          <Field key={name} name={name}>
            <span className="figures">{shown(value)}</span>
          </Field>
        ))}
      </Fields>
    </>
  );
}

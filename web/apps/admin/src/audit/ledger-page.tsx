import { Button } from "@mantine/core";
import { can } from "@sallyport/api/abilities.ts";
import { auditExportAddress, auditRecordsQuery } from "@sallyport/api/audit.ts";
import type { AuditRecord } from "@sallyport/api/types.ts";
import { DataTable, type ListColumn } from "@sallyport/ui/data-table.tsx";
import { useSession } from "@sallyport/ui/session-gate.tsx";
import { EmptyState, ErrorState, ListSkeleton } from "@sallyport/ui/states.tsx";
import { TimeText } from "@sallyport/ui/time-text.tsx";
import { PlaceHead } from "@sallyport/ui/work-shell.tsx";
import { IconDownload, IconListSearch, IconShieldCheck } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { CheckpointDialog } from "./checkpoint-dialog.tsx";
import { NothingMatches } from "../filters.tsx";
import { LedgerFilters } from "./ledger-filters.tsx";
import { type LedgerSearch, filterOf, isFiltered, withPart } from "./ledger-search.ts";
import { OutcomeMark } from "./outcome-mark.tsx";
import { RecordDrawer } from "./record-drawer.tsx";

interface LedgerPageProps {
  search: LedgerSearch;
  onSearch: (search: LedgerSearch) => void;
}

const columns: ListColumn<AuditRecord>[] = [
  { key: "at", header: "Time", width: 160, cell: (record) => <TimeText at={record.at} as="exact" /> },
  { key: "actor", header: "Who", cell: ({ actor }) => actor.name ?? <span className="quiet">{actor.type}</span> },
  { key: "action", header: "Did what", cell: (record) => <span className="figures">{record.action}</span> },
  { key: "object", header: "To what", cell: (record) => <ObjectText object={record.object} /> },
  { key: "address", header: "From where", secondary: true, cell: (record) => <span className="figures">{record.request.address ?? "–"}</span> },
  { key: "outcome", header: "Outcome", width: 96, cell: (record) => <OutcomeMark outcome={record.outcome} /> },
];

function ObjectText({ object }: { object: AuditRecord["object"] }) {
  if (object === null) return <span className="quiet">–</span>;
  return (
    <>
      <span className="ledger-object-type">{object.type}</span> {object.name}
    </>
  );
}

export function LedgerPage({ search, onSearch }: LedgerPageProps) {
  const session = useSession();
  const [verifying, setVerifying] = useState(false);
  return (
    <>
      <PlaceHead title="Audit" lead="Every act, in the order it was done. Records are chained, so none can be changed or taken out unseen.">
        <Button variant="default" leftSection={<IconShieldCheck size={16} />} onClick={() => setVerifying(true)}>
          Verify
        </Button>
        {can(session, "audit.export") && (
          <Button variant="default" component="a" href={auditExportAddress} download leftSection={<IconDownload size={16} />}>
            Export the log
          </Button>
        )}
      </PlaceHead>
      <LedgerFilters search={search} onSearch={onSearch} />
      <Records search={search} onSearch={onSearch} />
      <RecordDrawer
        record={search.record}
        onClose={() => onSearch(withPart(search, "record", null))}
        onFilter={(part) => onSearch(part)}
      />
      <CheckpointDialog opened={verifying} onClose={() => setVerifying(false)} />
    </>
  );
}

function Records({ search, onSearch }: LedgerPageProps) {
  const records = useInfiniteQuery(auditRecordsQuery(filterOf(search)));
  if (records.isPending) return <ListSkeleton rows={12} label="Loading the records" />;
  if (records.isError) return <ErrorState error={records.error} onRetry={() => void records.refetch()} />;
  const rows = records.data.pages.flatMap((page) => page.items);
  return (
    <>
      <DataTable
        label="Audit records"
        columns={columns}
        rows={rows}
        rowId={(record) => record.id}
        opened={search.record}
        onOpen={(record) => onSearch(withPart(search, "record", record.id))}
        empty={<NoRecords filtered={isFiltered(search)} onClear={() => onSearch({})} />}
      />
      {rows.length > 0 && (
        <div className="list-foot">
          <output>{records.hasNextPage ? `${rows.length} newest shown` : `${rows.length} ${rows.length === 1 ? "record" : "records"}`}</output>
          {records.hasNextPage && (
            <Button variant="default" loading={records.isFetchingNextPage} onClick={() => void records.fetchNextPage()}>
              Show older
            </Button>
          )}
        </div>
      )}
    </>
  );
}

function NoRecords({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  if (!filtered) {
    return (
      <EmptyState icon={<IconListSearch size={24} />} title="No records yet">
        The first act writes the first record.
      </EmptyState>
    );
  }
  return (
    <NothingMatches icon={<IconListSearch size={24} />} title="No record matches" onClear={onClear}>
      Nothing was recorded that fits this filter.
    </NothingMatches>
  );
}

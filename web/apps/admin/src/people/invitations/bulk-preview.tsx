import type { Group } from "@sallyport/api/types.ts";
import { DataTable, type ListColumn } from "@sallyport/ui/data-table.tsx";
import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";
import { listText } from "../../list-text.tsx";
import { roleLabel } from "../roles.ts";
import type { Bulk, BulkLine } from "./bulk-lines.ts";

const lineColumn: ListColumn<BulkLine> = { key: "line", header: "Line", width: 64, align: "end", cell: ({ line }) => <span className="figures">{line}</span>, sortBy: ({ line }) => line };

function columnsFor(groups: readonly Group[]): ListColumn<BulkLine>[] {
  const nameOf = (id: string) => groups.find((group) => group.id === id)?.name ?? id;
  return [
    lineColumn,
    { key: "email", header: "E-mail", cell: ({ email }) => email || <span className="quiet">–</span>, sortBy: ({ email }) => email },
    { key: "name", header: "Name", secondary: true, cell: ({ name }) => name || <span className="quiet">–</span> },
    { key: "roles", header: "Roles", secondary: true, cell: ({ roles }) => listText(roles.map(roleLabel)) },
    { key: "groups", header: "Groups", secondary: true, cell: (line) => listText(line.groups.map(nameOf)) },
    { key: "faults", header: "Before sending", cell: (line) => <Verdict line={line} />, sortBy: ({ faults }) => faults[0] ?? null },
  ];
}

function Verdict({ line: { faults } }: { line: BulkLine }) {
  if (faults.length === 0) {
    return (
      <span className="bulk-verdict quiet">
        <IconCheck size={14} aria-hidden="true" />
        In order
      </span>
    );
  }
  return (
    <span className="bulk-verdict mark-danger">
      <IconAlertTriangle size={14} aria-hidden="true" />
      {faults.join(" ")}
    </span>
  );
}

const lines = (count: number): string => `${count} ${count === 1 ? "line" : "lines"}`;

function summary({ lines: all }: Bulk): string {
  const faulty = all.filter(({ faults }) => faults.length > 0).length;
  if (faulty === 0) return `${lines(all.length)}, all in order.`;
  return `${lines(all.length - faulty)} in order. ${lines(faulty)} with faults ${faulty === 1 ? "is" : "are"} not sent.`;
}

export function BulkPreview({ bulk, groups }: { bulk: Bulk; groups: readonly Group[] }) {
  return (
    <>
      <output className="bulk-summary">
        {bulk.fault !== null && <span className="mark-danger">{bulk.fault} </span>}
        {bulk.lines.length > 0 && summary(bulk)}
      </output>
      {bulk.lines.length > 0 && <DataTable label="What will be sent" columns={columnsFor(groups)} rows={bulk.lines} rowId={({ line }) => String(line)} />}
    </>
  );
}

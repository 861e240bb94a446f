import { Button } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { CopyButton } from "@sallyport/ui/copy-button.tsx";
import { DataTable, type ListColumn } from "@sallyport/ui/data-table.tsx";
import { sentence } from "@sallyport/ui/problem-text.ts";
import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { SentLine } from "./bulk-lines.ts";

interface BulkResultsProps {
  sent: SentLine[];
  /** Lines that had faults and were not sent. */
  unsent: number;
  onAgain: (lines: SentLine[]) => void;
}

const succeeded = ({ result }: SentLine): boolean => result !== null && result.problem === null;

function reasonOf({ result }: SentLine): string {
  const problem = result?.problem;
  if (problem === undefined || problem === null) return "The server did not say what became of it.";
  return sentence(problem.errors[0]?.message ?? problem.detail);
}

const columns: ListColumn<SentLine>[] = [
  { key: "line", header: "Line", width: 64, align: "end", cell: ({ line }) => <span className="figures">{line.line}</span>, sortBy: ({ line }) => line.line },
  { key: "email", header: "E-mail", cell: ({ line }) => line.email, sortBy: ({ line }) => line.email },
  { key: "result", header: "Result", cell: (sent) => <Outcome sent={sent} />, sortBy: (sent) => (succeeded(sent) ? 1 : 0) },
];

function Outcome({ sent }: { sent: SentLine }) {
  if (!succeeded(sent)) {
    return (
      <span className="bulk-verdict mark-danger">
        <IconAlertTriangle size={14} aria-hidden="true" />
        {reasonOf(sent)}
      </span>
    );
  }
  const link = sent.result?.link ?? null;
  return (
    <span className="bulk-verdict">
      <IconCheck size={14} aria-hidden="true" />
      {link === null ? "Invited" : "Hand over the link"}
      {link !== null && <CopyButton value={link} label={`the link of ${sent.line.email}`} />}
    </span>
  );
}

const counted = (count: number): string => `${count} ${count === 1 ? "person is" : "people are"}`;

export function BulkResults({ sent, unsent, onAgain }: BulkResultsProps) {
  const clipboard = useClipboard({ timeout: 1500 });
  const failed = sent.filter((line) => !succeeded(line));
  const links = sent.flatMap(({ line, result }) => (typeof result?.link === "string" ? [`${line.email}\t${result.link}`] : []));
  return (
    <div className="bulk">
      <output className={failed.length === 0 ? "note-good" : "note-warning"}>
        {counted(sent.length - failed.length)} invited.
        {failed.length > 0 && ` ${failed.length} could not be.`}
        {unsent > 0 && ` ${unsent} with faults ${unsent === 1 ? "was" : "were"} not sent.`}
      </output>
      {links.length > 0 && (
        <div className="note-warning bulk-links">
          <p>No mail can be sent, so hand the links over yourself. They are shown this once.</p>
          <Button variant="default" size="compact-sm" onClick={() => clipboard.copy(links.join("\n"))}>
            {clipboard.copied ? "Copied" : "Copy all links"}
          </Button>
        </div>
      )}
      <DataTable label="What became of each line" columns={columns} rows={sent} rowId={({ line }) => String(line.line)} />
      <div className="bulk-acts">
        {failed.length > 0 && (
          <Button variant="default" onClick={() => onAgain(failed)}>
            Mend those that failed
          </Button>
        )}
        <Button variant="default" onClick={() => onAgain([])}>
          Invite more
        </Button>
        <Link to="/people/invitations" activeOptions={{ exact: true }}>
          See the open invitations
        </Link>
      </div>
    </div>
  );
}

import { ActionIcon } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { formatNumber } from "../parts/format.ts";

type PagerProps = {
  /** Of the table. */
  readonly label: string;
  readonly offset: number;
  /** `null`: they are not there yet, or cannot be had. */
  readonly shown: number | null;
  readonly pageSize: number;
  /** `null`: nobody knows. */
  readonly total: number | null;
  readonly onPage: (step: 1 | -1) => void;
};

export function Pager({ label, offset, shown, pageSize, total, onPage }: PagerProps) {
  const last = offset + (shown ?? 0);
  const isLast = shown === null || (total === null ? shown < pageSize : last >= total);
  return (
    <nav className="table-pager" aria-label={`Pages of ${label}`}>
      <span aria-live="polite">{shown === null ? "" : rangeText(offset, last, total)}</span>
      <ActionIcon variant="default" size={28} aria-label="Page before" disabled={offset === 0} onClick={() => onPage(-1)}>
        <IconChevronLeft size={16} />
      </ActionIcon>
      <ActionIcon variant="default" size={28} aria-label="Page after" disabled={isLast} onClick={() => onPage(1)}>
        <IconChevronRight size={16} />
      </ActionIcon>
    </nav>
  );
}

function rangeText(offset: number, last: number, total: number | null): string {
  if (last === offset) return total === null || total === 0 ? "No rows" : `0 of ${formatNumber(total, "number")}`;
  const range = `${formatNumber(offset + 1, "number")}–${formatNumber(last, "number")}`;
  return total === null ? range : `${range} of ${formatNumber(total, "number")}`;
}

/** What lies between two documents, by name. */
import { Text } from "@mantine/core";
import type { Summary } from "@sallyport/editor/conflict/differences.ts";
import styles from "./releases.module.css";

const PARTS = [
  { key: "added", label: "Added" },
  { key: "changed", label: "Changed" },
  { key: "removed", label: "Removed" },
] as const;

export function SummaryView({ summary }: { readonly summary: Summary }) {
  const parts = PARTS.filter(({ key }) => summary[key].length > 0);
  if (parts.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        Nothing differs.
      </Text>
    );
  }
  return (
    <dl className={styles.summary}>
      {parts.map(({ key, label }) => (
        <div key={key}>
          <dt>
            {label} <span className="quiet">{summary[key].length}</span>
          </dt>
          <dd>{summary[key].join(", ")}</dd>
        </div>
      ))}
    </dl>
  );
}

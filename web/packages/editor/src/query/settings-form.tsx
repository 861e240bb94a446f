/** How a query runs, and what follows. */
import { NumberInput, Switch, Textarea } from "@mantine/core";
import type { QueryRecord, QuerySettings } from "@sallyport/document/records.ts";
import { ActsEditor } from "../inspector/acts-editor.tsx";
import styles from "./query.module.css";

interface Props {
  readonly query: QueryRecord;
  readonly onChange: (patch: Partial<QueryRecord>, key: string) => void;
}

export function SettingsForm({ query, onChange }: Props) {
  const { settings } = query;
  const set = (patch: Partial<QuerySettings>, key: string) => onChange({ settings: { ...settings, ...patch } }, key);
  return (
    <div className={styles.form}>
      <div className={styles.columns}>
        <Switch
          size="xs"
          label="Run when the page opens"
          description="And again when an input changes"
          checked={settings.run_on_load}
          onChange={(event) => set({ run_on_load: event.currentTarget.checked }, "run_on_load")}
        />
        <Switch
          size="xs"
          label="Writes"
          description="Changes data; it never runs again by itself"
          checked={settings.writes}
          onChange={(event) => set({ writes: event.currentTarget.checked }, "writes")}
        />
      </div>
      <Textarea
        size="xs"
        label="Ask before it runs"
        placeholder="Leave empty to run without asking"
        autosize
        minRows={1}
        value={settings.confirm ?? ""}
        onChange={(event) => set({ confirm: event.currentTarget.value === "" ? null : event.currentTarget.value }, "confirm")}
      />
      <div className={styles.columns}>
        <NumberInput
          size="xs"
          label="Give up after"
          suffix=" ms"
          min={100}
          max={120_000}
          step={1_000}
          thousandSeparator=","
          clampBehavior="blur"
          value={settings.timeout_ms}
          onChange={(value) => inRange(value, 100, 120_000) && set({ timeout_ms: value }, "timeout_ms")}
        />
        <NumberInput
          size="xs"
          label="At most"
          suffix=" rows"
          min={1}
          max={100_000}
          thousandSeparator=","
          clampBehavior="blur"
          value={settings.max_rows}
          onChange={(value) => inRange(value, 1, 100_000) && set({ max_rows: value }, "max_rows")}
        />
      </div>
      <ActsEditor title="When it succeeds" help="Acts after a successful run" acts={query.on_success} onChange={(on_success) => onChange({ on_success }, "on_success")} />
      <ActsEditor title="When it fails" help="Acts after a failed run" acts={query.on_error} onChange={(on_error) => onChange({ on_error }, "on_error")} />
    </div>
  );
}

function inRange(value: string | number, least: number, most: number): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= least && value <= most;
}

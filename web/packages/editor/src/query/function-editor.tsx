/** A function of the app: any expression may call it by its name. */
import { Text } from "@mantine/core";
import { editFunction } from "@sallyport/document/app-commands.ts";
import type { FunctionRecord } from "@sallyport/document/records.ts";
import { parseExpression } from "@sallyport/document/template.ts";
import { CodeField } from "../code/code-field.tsx";
import { useStore } from "../state/use-editor.ts";
import { RecordName } from "./record-name.tsx";
import styles from "./query.module.css";

export function FunctionEditor({ record }: { readonly record: FunctionRecord }) {
  const store = useStore();
  const isWhole = record.source.trim() === "" || parseExpression(record.source.trim()) !== null;
  return (
    <>
      <div className={styles.head}>
        <RecordName id={record.id} name={record.name} />
        <Text size="xs" c="dimmed">
          Call it in any expression: {"{{ "}
          {record.name}(…)
          {" }}"}
        </Text>
        {!isWhole && (
          <Text size="xs" c="var(--danger-text)" role="status">
            This is not a function yet: write it as (a, b) =&gt; a + b
          </Text>
        )}
      </div>
      <div className={styles.code}>
        <CodeField
          label={`Source of ${record.name}`}
          value={record.source}
          language="javascript"
          shape="pane"
          onChange={(source) => store.run(editFunction(store.get().document, record.id, source), `Change ${record.name}`, `${record.id}.source`)}
        />
      </div>
    </>
  );
}

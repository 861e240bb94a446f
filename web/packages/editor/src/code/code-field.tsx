/** A field for code. The editor behind it is loaded when the first one is shown; until then its place is kept. */
import { Input } from "@mantine/core";
import { lazy, Suspense, useId, type ReactNode } from "react";
import styles from "./code.module.css";

export type Language = "template" | "sql" | "javascript" | "json";

export interface CodeFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly language: Language;
  /** One line as a field, or a pane that fills its place. */
  readonly shape: "line" | "lines" | "pane";
  readonly placeholder?: string;
  readonly isLabelHidden?: boolean;
  readonly help?: string | null;
  readonly error?: string | null;
  /** Said below the field: the value now. */
  readonly below?: ReactNode;
  readonly action?: ReactNode;
  readonly onRun?: () => void;
  readonly tables?: Readonly<Record<string, readonly string[]>>;
  readonly dialect?: "postgres" | "sqlite";
}

const CodeMirror = lazy(() => import("./code-mirror.tsx").then((module) => ({ default: module.CodeMirror })));

export function CodeField(props: CodeFieldProps) {
  const id = useId();
  const editor = (
    <Suspense fallback={<div className={styles[props.shape]} aria-busy="true" />}>
      <CodeMirror {...props} describedBy={`${id}-below`} />
    </Suspense>
  );
  if (props.shape === "pane") return editor;
  return (
    <div>
      {!props.isLabelHidden && (
        <div className={styles.label}>
          <Input.Label size="xs" component="div" title={props.help ?? undefined}>
            {props.label}
          </Input.Label>
          {props.action}
        </div>
      )}
      {editor}
      <div id={`${id}-below`} className={styles.below}>
        {props.error ? <span className={styles.error}>{props.error}</span> : props.below}
      </div>
    </div>
  );
}

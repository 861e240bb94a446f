/** What stands below a binding: what it comes to now, or why it does not. */
import { describe } from "../state/describe.ts";
import { useOutcome } from "../state/live.ts";
import { Causes, FaultText } from "./fault-text.tsx";
import styles from "./inspector.module.css";

export function BindingBelow({ template }: { readonly template: string }) {
  return template.includes("{{") ? <Now template={template} /> : null;
}

function Now({ template }: { readonly template: string }) {
  const outcome = useOutcome(template);
  if (outcome === null) return <span aria-hidden>…</span>;
  return (
    <>
      {outcome.ok ? (
        <span className={styles.now}>= {describe(outcome.value)}</span>
      ) : (
        <span role="status" className={styles.fault}>
          <FaultText message={outcome.message} />
        </span>
      )}
      <Causes causes={outcome.causes} />
    </>
  );
}

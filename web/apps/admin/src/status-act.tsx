/** Disabling an account and enabling it again. It can be taken back, so it is done without asking. */
import { Button } from "@mantine/core";
import type { PersonStatus } from "@sallyport/api/types.ts";
import { ProblemNote } from "@sallyport/ui/problem-note.tsx";
import type { ReactNode } from "react";
import "./side-act.css";

interface StatusActProps {
  status: PersonStatus;
  change: { mutate: (change: { status: PersonStatus }) => void; isPending: boolean; error: unknown };
  /** What it means to be disabled, said of an account that is active, and of one that is not. */
  lead: Record<PersonStatus, ReactNode>;
  /** Why it cannot be disabled now. */
  barred?: string | undefined;
}

export function StatusAct({ status, change, lead, barred }: StatusActProps) {
  const active = status === "active";
  const held = active && barred !== undefined;
  return (
    <section className="side-act" aria-label="Status">
      <div className="side-act-line">
        <p>
          {lead[status]} {held && barred}
        </p>
        <Button variant="default" disabled={held} loading={change.isPending} onClick={() => change.mutate({ status: active ? "disabled" : "active" })}>
          {active ? "Disable" : "Enable"}
        </Button>
      </div>
      <ProblemNote error={change.error} />
    </section>
  );
}

import type { AuditOutcome } from "@sallyport/api/types.ts";
import { IconAlertTriangle, IconCheck, IconShieldX } from "@tabler/icons-react";
import "./audit.css";

const marks = {
  allowed: { label: "Allowed", Icon: IconCheck },
  denied: { label: "Denied", Icon: IconShieldX },
  failed: { label: "Failed", Icon: IconAlertTriangle },
} as const;

export function OutcomeMark({ outcome }: { outcome: AuditOutcome }) {
  const { label, Icon } = marks[outcome];
  return (
    <span className="outcome" data-outcome={outcome}>
      <Icon size={14} aria-hidden="true" />
      {label}
    </span>
  );
}

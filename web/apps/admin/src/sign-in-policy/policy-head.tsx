import { can } from "@sallyport/api/abilities.ts";
import { useSession } from "@sallyport/ui/session-gate.tsx";
import { PlaceHead } from "@sallyport/ui/work-shell.tsx";
import type { ReactNode } from "react";
import { SubPlaces } from "../sub-places.tsx";

const policy = { to: "/sign-in-policy", label: "Policy" } as const;
const gateway = { to: "/sign-in-policy/sms-gateway", label: "SMS gateway" } as const;

export function PolicyHead({ title, lead, children }: { title: string; lead: ReactNode; children?: ReactNode }) {
  const session = useSession();
  return (
    <>
      <PlaceHead title={title} lead={lead}>
        {children}
      </PlaceHead>
      {can(session, "sms_gateway.set") && <SubPlaces label="Sign-in policy" places={[policy, gateway]} />}
    </>
  );
}

import { isProblem } from "@sallyport/api/problem.ts";
import { smsGatewayQuery } from "@sallyport/api/sign-in-policy.ts";
import { PlaceHead } from "@sallyport/ui/work-shell.tsx";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { SubPlaces } from "../sub-places.tsx";

const policy = { to: "/sign-in-policy", label: "Policy" } as const;
const gateway = { to: "/sign-in-policy/sms-gateway", label: "SMS gateway" } as const;

export function PolicyHead({ title, lead }: { title: string; lead: ReactNode }) {
  const found = useQuery(smsGatewayQuery);
  return (
    <>
      <PlaceHead title={title} lead={lead} />
      {/* a server that knows of no gateway has no place for one */}
      {!isProblem(found.error, "not_found") && <SubPlaces label="Sign-in policy" places={[policy, gateway]} />}
    </>
  );
}

/**
 * Adding a second factor, step by step: what kind, then proof that it works, then the recovery codes that the first one
 * brings. It stands in a dialog of one's own account, and in place of the page where a sign-in is not complete.
 */
import { Button, Stack, UnstyledButton } from "@mantine/core";
import { type Enrolment, type FactorKind, type NewFactor, beginFactor } from "@sallyport/api/account.ts";
import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { passkeysWork } from "../passkey.ts";
import { ProblemNote } from "../problem-note.tsx";
import { factorKinds, inOrder } from "./kinds.ts";
import { PasskeySteps } from "./passkey-steps.tsx";
import { PhoneStep } from "./phone-step.tsx";
import { RecoveryCodes } from "./recovery-codes.tsx";
import { CodeSteps } from "./code-steps.tsx";
import "./factors.css";

interface AddFactorProps {
  allowed: readonly FactorKind[];
  email: string;
  /** It is there, and the recovery codes that came with it are kept. */
  onDone: () => void;
  /** It is there. */
  onAdded?: () => void;
  cancel?: ReactNode;
}

export function AddFactor({ allowed, email, onDone, onAdded, cancel }: AddFactorProps) {
  const [kind, setKind] = useState<FactorKind | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const begin = useMutation({ mutationFn: (wanted: { kind: FactorKind; phone?: string }) => beginFactor(wanted) });

  function added({ recovery_codes }: NewFactor) {
    onAdded?.();
    if (recovery_codes === null || recovery_codes.length === 0) onDone();
    else setCodes(recovery_codes);
  }

  function back() {
    begin.reset();
    setKind(null);
  }

  function choose(wanted: FactorKind) {
    setKind(wanted);
    if (wanted !== "sms") begin.mutate({ kind: wanted });
  }

  if (codes !== null) return <RecoveryCodes codes={codes} email={email} onKept={onDone} />;
  const other = (
    <Button variant="default" onClick={back}>
      Back
    </Button>
  );
  if (kind === "sms" && begin.data === undefined) {
    return <PhoneStep pending={begin.isPending} error={begin.error} onPhone={(phone) => begin.mutate({ kind, phone })} beside={other} />;
  }
  if (kind !== null && begin.data !== undefined) {
    return <Steps kind={kind} enrolment={begin.data} onAdded={added} onAnew={() => (kind === "sms" ? begin.reset() : begin.mutate({ kind }))} beside={other} />;
  }
  return (
    <Stack gap="md">
      <ul className="factor-kinds">
        {inOrder(allowed)
          .filter((candidate) => candidate !== "passkey" || passkeysWork())
          .map((candidate, at) => {
            const { name, lead, Icon } = factorKinds[candidate];
            return (
              <li key={candidate}>
                <UnstyledButton className="factor-kind" disabled={begin.isPending} data-autofocus={at === 0 || undefined} onClick={() => choose(candidate)}>
                  <Icon size={20} aria-hidden="true" />
                  <strong>{name}</strong>
                  <span>{lead}</span>
                </UnstyledButton>
              </li>
            );
          })}
      </ul>
      <ProblemNote error={begin.error} />
      {cancel}
    </Stack>
  );
}

interface StepsProps {
  kind: FactorKind;
  enrolment: Enrolment;
  onAdded: (made: NewFactor) => void;
  /** What was begun has run out. */
  onAnew: () => void;
  beside: ReactNode;
}

function Steps({ kind, enrolment, onAdded, onAnew, beside }: StepsProps) {
  const same = { enrolment, onAdded, onAnew, beside };
  return kind === "passkey" ? <PasskeySteps key={enrolment.ticket} {...same} /> : <CodeSteps key={enrolment.ticket} kind={kind} {...same} />;
}

import { saveSignInPolicy, signInPolicyQuery } from "@sallyport/api/sign-in-policy.ts";
import type { Problem } from "@sallyport/api/problem.ts";
import type { SignInPolicy } from "@sallyport/api/types.ts";
import { notifyDone } from "@sallyport/ui/notify.tsx";
import { ErrorState, ListSkeleton } from "@sallyport/ui/states.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { faultUnder } from "@sallyport/ui/fault-under.ts";
import { SavedForm } from "../saved-form.tsx";
import { RateSection, SessionSection } from "./limit-sections.tsx";
import { PasswordSection } from "./password-section.tsx";
import { faultsOf, isChanged, numberPaths } from "./policy-form.ts";
import { PolicyHead } from "./policy-head.tsx";
import { RegistrationSection } from "./registration-section.tsx";
import { SecondFactorSection } from "./second-factor-section.tsx";
import "../notes.css";
import "./policy.css";

export function SignInPolicyPage() {
  // read anew each time, so that a form never starts from what another administrator has changed since
  const policy = useQuery({ ...signInPolicyQuery, gcTime: 0, staleTime: Number.POSITIVE_INFINITY });
  if (policy.isSuccess) return <PolicyForm stored={policy.data} />;
  return (
    <>
      <Head />
      {policy.isPending && <ListSkeleton rows={12} label="Loading the policy" />}
      {policy.isError && <ErrorState error={policy.error} onRetry={() => void policy.refetch()} />}
    </>
  );
}

const Head = () => <PolicyHead title="Sign-in policy" lead="What this tenant asks of accounts, passwords and sessions. As it comes, it is secure as it stands." />;

function PolicyForm({ stored }: { stored: SignInPolicy }) {
  const queries = useQueryClient();
  const [policy, setPolicy] = useState(stored);
  const [round, setRound] = useState(0);
  const [fault, setFault] = useState<Problem | null>(null);
  const save = useMutation({
    mutationFn: () => saveSignInPolicy(policy),
    onSuccess: (saved) => {
      queries.setQueryData(signInPolicyQuery.queryKey, saved);
      startFrom(saved);
      notifyDone("The sign-in policy is saved");
      return queries.invalidateQueries({ queryKey: ["security-overview"] });
    },
  });
  const error = fault ?? save.error;
  const changed = isChanged(policy, stored);
  const said = [...numberPaths, ...["registration.domains", "second_factor.roles", "second_factor.groups"].flatMap((path) => faultUnder(error, path).paths)];
  const partOf = <Key extends keyof SignInPolicy>(key: Key) => ({
    value: policy[key],
    onChange: (part: Partial<SignInPolicy[Key]>) => setPolicy((before) => ({ ...before, [key]: { ...before[key], ...part } })),
    error,
  });

  function submit() {
    const found = faultsOf(policy);
    setFault(found);
    if (found === null) save.mutate();
  }

  /** The fields begin again; the buttons, one of which has the focus, stay. */
  function startFrom(known: SignInPolicy) {
    setPolicy(known);
    setFault(null);
    setRound((before) => before + 1);
  }

  function discard() {
    save.reset();
    startFrom(stored);
  }

  return (
    <SavedForm label="Sign-in policy" what="the sign-in policy" changed={changed} pending={save.isPending} error={error} said={said} onSave={submit} onDiscard={discard}>
      <Head />
      {/* some fields hold text of their own, which goes back with the policy */}
      <div key={round}>
        <RegistrationSection {...partOf("registration")} />
        <PasswordSection {...partOf("passwords")} />
        <SecondFactorSection {...partOf("second_factor")} />
        <SessionSection {...partOf("sessions")} />
        <RateSection {...partOf("rates")} />
      </div>
    </SavedForm>
  );
}

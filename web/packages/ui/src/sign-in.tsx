/**
 * Shown in place of any page while nobody is signed in; the address stays, so one lands where one meant to go. A password
 * comes first; where an account has a second factor, it comes second. A passkey alone is both.
 */
import type { SecondStep } from "@sallyport/api/entrance.ts";
import { isProblem } from "@sallyport/api/problem.ts";
import { useState } from "react";
import { SignInPassword } from "./sign-in-password.tsx";
import { SignInSecond } from "./sign-in-second.tsx";

export function SignIn() {
  const [step, setStep] = useState<SecondStep | null>(null);
  const [over, setOver] = useState(false);
  if (step === null) {
    return (
      <SignInPassword
        over={over}
        onSecond={(next) => {
          setOver(false);
          setStep(next);
        }}
      />
    );
  }
  return (
    <SignInSecond
      key={step.ticket}
      step={step}
      onNext={setStep}
      onBack={(reason) => {
        setOver(isProblem(reason, "link_spent"));
        setStep(null);
      }}
    />
  );
}

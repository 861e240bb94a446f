/** The second step of a sign-in. */
import { Button } from "@mantine/core";
import { type SecondStep, useSecondStep, useSendCode } from "@sallyport/api/entrance.ts";
import { isProblem } from "@sallyport/api/problem.ts";
import { useEffect } from "react";
import { Entrance } from "./entrance.tsx";
import { Ways } from "./ways.tsx";

interface SignInSecondProps {
  step: SecondStep;
  onNext: (step: SecondStep) => void;
  /** Back to the first step: by choice, or for a reason. */
  onBack: (reason: unknown) => void;
}

export function SignInSecond({ step, onNext, onBack }: SignInSecondProps) {
  const second = useSecondStep();
  const code = useSendCode();
  const spent = [second.error, code.error].find((error) => isProblem(error, "link_spent"));

  // a sign-in that has run out can only begin again
  useEffect(() => {
    if (spent !== undefined) onBack(spent);
  }, [spent, onBack]);

  return (
    <Entrance title="One more step">
      <Ways
        ways={step.methods}
        passkey={step.passkey}
        submit="Sign in"
        pending={second.isPending}
        error={second.error}
        onOther={() => second.reset()}
        onSend={(method) => code.mutateAsync({ ticket: step.ticket, method })}
        onProve={(method, { code: text, credential }) =>
          second.mutate(
            { ticket: step.ticket, method: method as SecondStep["methods"][number], ...(text === undefined ? {} : { code: text }), ...(credential === undefined ? {} : { credential }) },
            {
              onSuccess: (answered) => {
                if (answered.state === "second_factor") onNext(answered);
              },
            },
          )
        }
        beside={
          <Button variant="default" onClick={() => onBack(null)}>
            Back
          </Button>
        }
      />
    </Entrance>
  );
}

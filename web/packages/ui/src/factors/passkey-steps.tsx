/** A passkey is made by the browser, with the person's word for it. */
import { Button, Stack, Text, TextInput } from "@mantine/core";
import { type Enrolment, type NewFactor, confirmFactor } from "@sallyport/api/account.ts";
import { faultAt, isProblem } from "@sallyport/api/problem.ts";
import { useMutation } from "@tanstack/react-query";
import { IconFingerprint } from "@tabler/icons-react";
import { type FormEvent, type ReactNode, useState } from "react";
import { useFaultFocus } from "../fault-focus.ts";
import { createPasskey } from "../passkey.ts";
import { ProblemNote } from "../problem-note.tsx";
import { fieldText } from "../problem-text.ts";

interface PasskeyStepsProps {
  enrolment: Enrolment;
  onAdded: (made: NewFactor) => void;
  onAnew: () => void;
  beside: ReactNode;
}

/** "Passkey on Linux": where it was made is what people know it by. */
export function suggestedName(agent: string): string {
  const systems = [/iPhone/, /iPad/, /Android/, /Windows/, /Mac/, /CrOS/, /Linux/] as const;
  const found = systems.map((system) => system.exec(agent)?.[0]).find((name) => name !== undefined);
  return found === undefined ? "Passkey" : `Passkey on ${found === "CrOS" ? "ChromeOS" : found}`;
}

export function PasskeySteps({ enrolment, onAdded, onAnew, beside }: PasskeyStepsProps) {
  const [name, setName] = useState(() => suggestedName(navigator.userAgent));
  const [missing, setMissing] = useState<Error | null>(null);
  const add = useMutation({
    mutationFn: async (called: string) => confirmFactor({ ticket: enrolment.ticket, name: called, credential: await createPasskey(enrolment.passkey ?? {}) }),
    onSuccess: onAdded,
  });
  const error = missing ?? add.error;
  const form = useFaultFocus(error);

  function submit(event: FormEvent) {
    event.preventDefault();
    event.stopPropagation();
    const absent = name.trim() === "" ? faultAt("name", "give it a name") : null;
    setMissing(absent);
    if (absent === null) add.mutate(name.trim());
  }

  return (
    <form ref={form} onSubmit={submit} noValidate>
      <Stack gap="md">
        <Text>Your browser asks where the passkey is to live: in this device, in a security key, or in a password manager.</Text>
        <TextInput
          label="Name"
          description="So that you can tell it from others."
          name="factor-name"
          autoFocus
          data-autofocus
          required
          withAsterisk={false}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={fieldText(error, "name")}
        />
        <ProblemNote error={error} fields={["name"]} />
        <div className="ways-acts">
          {beside}
          {isProblem(add.error, "link_spent") ? (
            <Button onClick={onAnew}>Begin again</Button>
          ) : (
            <Button type="submit" loading={add.isPending} leftSection={<IconFingerprint size={16} aria-hidden="true" />}>
              Create the passkey
            </Button>
          )}
        </div>
      </Stack>
    </form>
  );
}

/** A factor that is proved by a code: an authenticator app, an address, a telephone. */
import { Button, Stack, Text, TextInput } from "@mantine/core";
import { type Enrolment, type FactorKind, type NewFactor, confirmFactor } from "@sallyport/api/account.ts";
import { faultAt, isProblem } from "@sallyport/api/problem.ts";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { CodeField } from "../code-field.tsx";
import { CopyButton } from "../copy-button.tsx";
import { useFaultFocus } from "../fault-focus.ts";
import { ProblemNote } from "../problem-note.tsx";
import { fieldText } from "../problem-text.ts";
import { factorKinds } from "./kinds.ts";
import { QrCode } from "./qr-code.tsx";

interface CodeStepsProps {
  kind: FactorKind;
  enrolment: Enrolment;
  onAdded: (made: NewFactor) => void;
  onAnew: () => void;
  beside: ReactNode;
}

/** In fours, as people copy it. */
export const spaced = (secret: string): string => secret.replaceAll(/(.{4})(?=.)/g, "$1 ");

export function CodeSteps({ kind, enrolment, onAdded, onAnew, beside }: CodeStepsProps) {
  const confirm = useMutation({ mutationFn: confirmFactor, onSuccess: onAdded });
  const [name, setName] = useState(factorKinds[kind].name);
  const [code, setCode] = useState("");
  const [missing, setMissing] = useState<Error | null>(null);
  const error = missing ?? confirm.error;
  const form = useFaultFocus(error);
  const over = isProblem(confirm.error, "link_spent");

  function submit(event: FormEvent) {
    event.preventDefault();
    event.stopPropagation();
    const absent = code === "" ? faultAt("code", "write the code") : name.trim() === "" ? faultAt("name", "give it a name") : null;
    setMissing(absent);
    if (absent === null) confirm.mutate({ ticket: enrolment.ticket, code, name: name.trim() }, { onError: () => setCode("") });
  }

  return (
    <form ref={form} onSubmit={submit} noValidate>
      <Stack gap="md">
        {enrolment.totp !== null && <TotpSecret secret={enrolment.totp.secret} uri={enrolment.totp.uri} />}
        {enrolment.sent_to !== null && <Text>We sent a code to {enrolment.sent_to}. It works for ten minutes.</Text>}
        <CodeField
          label={kind === "totp" ? "The code that the app shows" : "The code that came"}
          required
          withAsterisk={false}
          autoFocus
          data-autofocus
          value={code}
          onCode={setCode}
          error={fieldText(error, "code")}
        />
        <TextInput
          label="Name"
          description="So that you can tell it from others."
          name="factor-name"
          required
          withAsterisk={false}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={fieldText(error, "name")}
        />
        <ProblemNote error={error} fields={["code", "name"]} />
        <div className="ways-acts">
          {beside}
          {over ? (
            <Button onClick={onAnew}>Begin again</Button>
          ) : (
            <Button type="submit" loading={confirm.isPending}>
              Add it
            </Button>
          )}
        </div>
      </Stack>
    </form>
  );
}

function TotpSecret({ secret, uri }: { secret: string; uri: string }) {
  return (
    <>
      <Text>Scan this with your authenticator app, or write the key into it by hand.</Text>
      <QrCode text={uri} label="QR code of the key for your authenticator app" />
      <div className="secret-text">
        <code aria-label="The key">{spaced(secret)}</code>
        <CopyButton value={secret} label="the key" />
      </div>
    </>
  );
}

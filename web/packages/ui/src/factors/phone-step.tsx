import { Button, Stack, TextInput } from "@mantine/core";
import { faultAt } from "@sallyport/api/problem.ts";
import { type FormEvent, type ReactNode, useState } from "react";
import { useFaultFocus } from "../fault-focus.ts";
import { ProblemNote } from "../problem-note.tsx";
import { fieldText } from "../problem-text.ts";

interface PhoneStepProps {
  pending: boolean;
  error: unknown;
  onPhone: (phone: string) => void;
  beside: ReactNode;
}

/** Which telephone the codes go to. */
export function PhoneStep({ pending, error, onPhone, beside }: PhoneStepProps) {
  const [phone, setPhone] = useState("");
  const [missing, setMissing] = useState<Error | null>(null);
  const shown = missing ?? error;
  const form = useFaultFocus(shown);

  function submit(event: FormEvent) {
    event.preventDefault();
    event.stopPropagation();
    const absent = phone.trim() === "" ? faultAt("phone", "write the telephone's number") : null;
    setMissing(absent);
    if (absent === null) onPhone(phone.trim());
  }

  return (
    <form ref={form} onSubmit={submit} noValidate>
      <Stack gap="md">
        <TextInput
          label="Telephone"
          description="With the country's number, such as +49 30 901820."
          type="tel"
          name="phone"
          autoComplete="tel"
          autoFocus
          data-autofocus
          required
          withAsterisk={false}
          value={phone}
          onChange={(event) => setPhone(event.currentTarget.value)}
          error={fieldText(shown, "phone")}
        />
        <ProblemNote error={shown} fields={["phone"]} />
        <div className="ways-acts">
          {beside}
          <Button type="submit" loading={pending}>
            Send a code
          </Button>
        </div>
      </Stack>
    </form>
  );
}

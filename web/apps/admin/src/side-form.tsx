/** A form in a drawer: its fields, what is wrong with them, and the button that saves. */
import { Button, Stack } from "@mantine/core";
import { FaultForm } from "@sallyport/ui/fault-form.tsx";
import { ProblemNote } from "@sallyport/ui/problem-note.tsx";
import type { ReactNode } from "react";
import "./side-form.css";

interface SideFormProps {
  label: string;
  pending: boolean;
  error: unknown;
  /** The fields that say themselves what is wrong with them. */
  said?: readonly string[];
  onSave: () => void;
  children: ReactNode;
}

export function SideForm({ label, pending, error, said = [], onSave, children }: SideFormProps) {
  return (
    <FaultForm className="side-form" label={label} error={error} onSave={onSave}>
      <Stack gap="md">
        {children}
        <ProblemNote error={error} fields={said} />
        <div>
          <Button type="submit" loading={pending}>
            Save
          </Button>
        </div>
      </Stack>
    </FaultForm>
  );
}

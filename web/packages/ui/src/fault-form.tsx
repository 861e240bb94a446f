/** A form that sends itself nowhere: it says when it is to be saved, and gives focus to the first field that an answer finds fault with. */
import type { FormEvent, ReactNode } from "react";
import { useFaultFocus } from "./fault-focus.ts";

interface FaultFormProps {
  label: string;
  className: string;
  error: unknown;
  onSave: () => void;
  children: ReactNode;
}

export function FaultForm({ label, className, error, onSave, children }: FaultFormProps) {
  const form = useFaultFocus(error);

  function submit(event: FormEvent) {
    event.preventDefault();
    onSave();
  }

  return (
    <form ref={form} className={className} onSubmit={submit} noValidate aria-label={label}>
      {children}
    </form>
  );
}

/** A name that is edited where it stands: Enter keeps it, Escape does not, a fault is said below. */
import { TextInput } from "@mantine/core";
import { useState } from "react";

interface Props {
  readonly label: string;
  readonly value: string;
  readonly fault: (value: string) => string | null;
  readonly onDone: (value: string | null) => void;
}

export function RenameField({ label, value, fault, onDone }: Props) {
  const [text, setText] = useState(value);
  const error = text === value ? null : fault(text);
  const finish = (keep: boolean) => onDone(keep && error === null && text !== value ? text : null);
  return (
    <TextInput
      size="xs"
      flex={1}
      aria-label={label}
      value={text}
      error={error}
      data-autofocus
      ref={focusOnce}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={() => finish(true)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Enter") finish(true);
        if (event.key === "Escape") finish(false);
      }}
    />
  );
}

function focusOnce(field: HTMLInputElement | null): void {
  field?.focus();
  field?.select();
}

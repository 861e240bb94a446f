/** A code of digits: telephones offer the one that has just come, and what is pasted with spaces is taken as well. */
import { TextInput, type TextInputProps } from "@mantine/core";

type CodeFieldProps = Omit<TextInputProps, "onChange"> & { onCode: (code: string) => void };

export const digitsIn = (text: string): string => text.replaceAll(/[\s-]/g, "");

export function CodeField({ onCode, ...props }: CodeFieldProps) {
  return (
    <TextInput
      name="code"
      inputMode="numeric"
      autoComplete="one-time-code"
      autoCapitalize="off"
      autoCorrect="off"
      spellCheck={false}
      className="code-field"
      onChange={(event) => onCode(digitsIn(event.currentTarget.value))}
      {...props}
    />
  );
}

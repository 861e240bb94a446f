/** A password field that says what is wrong with it as every other field does, and whose content keyboards can show as well. */
import { PasswordInput, type PasswordInputProps } from "@mantine/core";

type PasswordFieldProps = PasswordInputProps & {
  /** What the button beside it does. */
  readonly showLabel?: string;
};

export function PasswordField({ showLabel = "Show the password", ...props }: PasswordFieldProps) {
  // Mantine marks its own frame as invalid, not the field that people are in
  const faulty = Boolean(props.error) || undefined;
  return <PasswordInput aria-invalid={faulty} visibilityToggleFocusable visibilityToggleButtonProps={{ "aria-label": showLabel }} {...props} />;
}

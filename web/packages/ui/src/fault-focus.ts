import { type RefObject, useEffect, useRef } from "react";

// Mantine's password field marks itself in its own way only
const faulty = '[aria-invalid="true"], input[data-invalid="true"]';

/** For a form: when an answer finds fault with fields, focus goes to the first of them, which then says what is wrong. */
export function useFaultFocus(error: unknown): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (error) form.current?.querySelector<HTMLElement>(faulty)?.focus();
  }, [error]);
  return form;
}

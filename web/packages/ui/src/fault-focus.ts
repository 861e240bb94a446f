import { type RefObject, useEffect, useRef } from "react";

/** For a form: when an answer finds fault with fields, focus goes to the first of them, which then says what is wrong. */
export function useFaultFocus(error: unknown): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (error) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [error]);
  return form;
}

import { createContext, useContext } from "react";

export type FormContext = { readonly disabled: boolean; readonly submitting: boolean; readonly submit: () => void };

export const Form = createContext<FormContext | null>(null);

/** The form around this widget, if there is one. */
export function useForm(): FormContext | null {
  return useContext(Form);
}

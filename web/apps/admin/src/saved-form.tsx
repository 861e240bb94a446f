/** A form that fills the place: its fields, and a foot that says whether there is something to save. */
import { Button } from "@mantine/core";
import { ProblemNote } from "@sallyport/ui/problem-note.tsx";
import { useFaultFocus } from "@sallyport/ui/fault-focus.ts";
import type { FormEvent, ReactNode } from "react";
import { UnsavedGuard } from "./unsaved-guard.tsx";
import "./notes.css";
import "./saved-form.css";

interface SavedFormProps {
  label: string;
  /** What is lost when it is left: "the sign-in policy". */
  what: string;
  changed: boolean;
  pending: boolean;
  error: unknown;
  /** The fields that say themselves what is wrong with them. */
  said: readonly string[];
  onSave: () => void;
  onDiscard: () => void;
  children: ReactNode;
}

export function SavedForm({ label, what, changed, pending, error, said, onSave, onDiscard, children }: SavedFormProps) {
  const form = useFaultFocus(error);

  function submit(event: FormEvent) {
    event.preventDefault();
    onSave();
  }

  return (
    <form ref={form} className="saved-form" onSubmit={submit} noValidate aria-label={label}>
      <div className="saved-form-fields">
        {children}
        <ProblemNote error={error} fields={said} />
      </div>
      {/* neither button is ever taken from under the focus: the one that has nothing to do stays and says so */}
      <div className="save-bar">
        <output className={changed ? "mark-warning" : "quiet"}>{changed ? "Not saved yet" : "Everything is saved"}</output>
        <Button variant="default" data-disabled={!changed} aria-disabled={!changed} onClick={() => changed && onDiscard()}>
          Discard
        </Button>
        <Button type="submit" loading={pending}>
          Save
        </Button>
      </div>
      <UnsavedGuard when={changed} what={what} />
    </form>
  );
}

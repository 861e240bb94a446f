/** A form that fills the place: its fields, and a foot that says whether there is something to save. */
import { Button } from "@mantine/core";
import { ProblemNote } from "@sallyport/ui/problem-note.tsx";
import { FaultForm } from "@sallyport/ui/fault-form.tsx";
import type { ReactNode } from "react";
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
  /** What is said while nothing is changed. */
  unchanged?: string;
  /** The fields that say themselves what is wrong with them. */
  said: readonly string[];
  onSave: () => void;
  onDiscard: () => void;
  children: ReactNode;
}

export function SavedForm({ label, what, changed, unchanged = "Everything is saved", pending, error, said, onSave, onDiscard, children }: SavedFormProps) {
  return (
    <FaultForm className="saved-form" label={label} error={error} onSave={onSave}>
      <div className="saved-form-fields">
        {children}
        <ProblemNote error={error} fields={said} />
      </div>
      {/* neither button is ever taken from under the focus: the one that has nothing to do stays and says so */}
      <div className="save-bar">
        <output className={changed ? "mark-warning" : "quiet"}>{changed ? "Not saved yet" : unchanged}</output>
        <Button variant="default" data-disabled={!changed} aria-disabled={!changed} onClick={() => changed && onDiscard()}>
          Discard
        </Button>
        <Button type="submit" loading={pending}>
          Save
        </Button>
      </div>
      <UnsavedGuard when={changed} what={what} />
    </FaultForm>
  );
}

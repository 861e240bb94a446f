import { Button } from "@mantine/core";
import "./save-bar.css";

interface SaveBarProps {
  changed: boolean;
  pending: boolean;
  onDiscard: () => void;
}

/**
 * Stays in sight at the foot of a long form: whether there is something to save, and the two things to do about it. Neither button
 * is ever taken from under the focus, so the one that has nothing to do stays and says so.
 */
export function SaveBar({ changed, pending, onDiscard }: SaveBarProps) {
  return (
    <div className="save-bar">
      <output className={changed ? "mark-warning" : "quiet"}>{changed ? "Not saved yet" : "Everything is saved"}</output>
      <Button variant="default" data-disabled={!changed} aria-disabled={!changed} onClick={() => changed && onDiscard()}>
        Discard
      </Button>
      <Button type="submit" loading={pending}>
        Save
      </Button>
    </div>
  );
}

/**
 * Escape closes the dialog on top, and no other. Mantine's own dialogs all listen at once: a question above a form would
 * take the form, and what was written in it, away together with itself.
 */
import { useWindowEvent } from "@mantine/hooks";
import { useId } from "react";

/** An open list of choices takes Escape for itself and says so with this attribute. */
const isTaken = (target: EventTarget | null): boolean => target instanceof Element && target.getAttribute("data-mantine-stop-propagation") === "true";

/** Dialogs are put into the document as they are opened, so the last one stands above the others. */
const topmost = (): Element | undefined => [...document.querySelectorAll('[role="dialog"][aria-modal="true"]')].at(-1);

/** To be given to a modal or a drawer, with what closes it. */
export function useOwnEscape(opened: boolean, onClose: () => void): { id: string; closeOnEscape: false } {
  const id = useId();
  const onKey = (event: KeyboardEvent) => {
    if (!opened || event.key !== "Escape" || event.isComposing || isTaken(event.target)) return;
    if (topmost()?.querySelector(`#${CSS.escape(`${id}-body`)}`)) onClose();
  };
  // before the list of choices hears of it and is no longer open
  useWindowEvent("keydown", onKey, { capture: true });
  return { id, closeOnEscape: false };
}

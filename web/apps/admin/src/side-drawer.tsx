/**
 * A thing beside the list that it was opened from. Escape closes what is on top and nothing else: Mantine's own drawers close with
 * whatever dialog stands above them, and what that dialog shows once would be lost.
 */
import { Drawer } from "@mantine/core";
import type { KeyboardEvent, ReactNode } from "react";

interface SideDrawerProps {
  opened: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
}

/** Whether it is this drawer's own, and not a dialog's that was opened from it. */
const isOwn = (target: Element, drawer: Element): boolean => target.closest('[role="dialog"]') === drawer.querySelector('[role="dialog"]');

/** An open list of choices takes Escape for itself and says so with this attribute. */
const isTaken = (target: Element): boolean => target.getAttribute("data-mantine-stop-propagation") === "true";

export function SideDrawer({ opened, onClose, title, children }: SideDrawerProps) {
  function onKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    const { target } = event;
    if (event.key !== "Escape" || !(target instanceof Element)) return;
    if (isOwn(target, event.currentTarget) && !isTaken(target)) onClose();
  }

  return (
    <Drawer opened={opened} onClose={onClose} title={title} size={520} closeOnEscape={false} onKeyDown={onKeyDown}>
      {children}
    </Drawer>
  );
}

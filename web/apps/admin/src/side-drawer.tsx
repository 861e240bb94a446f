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

/** An open list of choices takes Escape for itself and says so with this attribute. */
const isTaken = (target: Element): boolean => target.getAttribute("data-mantine-stop-propagation") === "true";

export function SideDrawer({ opened, onClose, title, children }: SideDrawerProps) {
  function onKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    const inside = event.target instanceof Element && event.currentTarget.contains(event.target);
    if (event.key === "Escape" && inside && !isTaken(event.target as Element)) onClose();
  }

  return (
    <Drawer opened={opened} onClose={onClose} title={title} size={520} closeOnEscape={false} onKeyDown={onKeyDown}>
      {children}
    </Drawer>
  );
}

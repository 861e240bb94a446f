/** A thing beside the list that it was opened from. */
import { Drawer } from "@mantine/core";
import { useOwnEscape } from "@sallyport/ui/own-escape.ts";
import type { ReactNode } from "react";

interface SideDrawerProps {
  opened: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
}

export function SideDrawer({ opened, onClose, title, children }: SideDrawerProps) {
  const escape = useOwnEscape(opened, onClose);
  return (
    <Drawer {...escape} opened={opened} onClose={onClose} title={title} size={520}>
      {children}
    </Drawer>
  );
}

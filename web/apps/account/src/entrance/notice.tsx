/** The last word of a page outside the door: what has come of it, and the one way on. */
import { Button } from "@mantine/core";
import { Entrance } from "@sallyport/ui/entrance.tsx";
import type { ReactNode } from "react";

interface NoticeProps {
  title: string;
  children: ReactNode;
  href?: string;
  action?: string;
}

export function Notice({ title, children, href = "/", action = "Go to the sign-in" }: NoticeProps) {
  return (
    <Entrance title={title} lead={children}>
      <Button component="a" href={href} fullWidth>
        {action}
      </Button>
    </Entrance>
  );
}

/** A link that was cut off on its way. */
export function Incomplete({ from }: { from: string }) {
  return (
    <Notice title="The link is incomplete">
      Open the whole link from {from}. It ends in a long secret, which is missing here; a page that was loaded anew has lost it as well.
    </Notice>
  );
}

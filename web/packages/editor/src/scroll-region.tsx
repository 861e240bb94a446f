/** A part of a screen that scrolls by itself, within reach of the keyboard. */
import type { ReactNode } from "react";

interface Props {
  readonly label: string;
  readonly className: string | undefined;
  readonly children: ReactNode;
}

export function ScrollRegion({ label, className, children }: Props) {
  return (
    <section
      className={className}
      aria-label={label}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must take the focus, or the keyboard cannot scroll it
      tabIndex={0}
    >
      {children}
    </section>
  );
}

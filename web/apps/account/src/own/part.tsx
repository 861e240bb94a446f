import type { ReactNode } from "react";

interface PartProps {
  title: string;
  lead?: ReactNode;
  children?: ReactNode;
}

/** A part of a page of the account. */
export function Part({ title, lead, children }: PartProps) {
  return (
    <section className="own-part" aria-label={title}>
      <h2>{title}</h2>
      {lead !== undefined && <p>{lead}</p>}
      {children}
    </section>
  );
}

import type { ReactNode } from "react";

/** A part of the policy: what it is about on the left, its fields on the right. */
export function PolicySection({ title, lead, children }: { title: string; lead: ReactNode; children: ReactNode }) {
  const id = `policy-${title.toLowerCase().replaceAll(" ", "-")}`;
  return (
    <section className="policy-section" aria-labelledby={id}>
      <div>
        <h2 className="section-head" id={id}>
          {title}
        </h2>
        <p className="note">{lead}</p>
      </div>
      <div className="policy-fields">{children}</div>
    </section>
  );
}

/** The frame of a working page: top bar, places on the left, the work on the right. Places move on top when narrow. */
import type { ReactNode } from "react";
import "./work-shell.css";

interface WorkShellProps {
  topBar: ReactNode;
  /** Links with the class `place`; the one that is open carries `aria-current="page"`. */
  places?: ReactNode;
  placesLabel?: string;
  children: ReactNode;
}

export function WorkShell({ topBar, places, placesLabel = "Places", children }: WorkShellProps) {
  return (
    <div className="work-shell">
      <a className="skip-link" href="#main">
        Skip to the content
      </a>
      {topBar}
      <div className="work-shell-body">
        {places !== undefined && (
          <nav className="work-shell-places" aria-label={placesLabel}>
            {places}
          </nav>
        )}
        <main id="main" tabIndex={-1} className="work-shell-main">
          {children}
        </main>
      </div>
    </div>
  );
}

/** The first line of a place: its name, what it is for, and its main act. */
export function PlaceHead({ title, lead, children }: { title: ReactNode; lead?: ReactNode; children?: ReactNode }) {
  return (
    <div className="place-head">
      <div className="place-head-text">
        <h1>{title}</h1>
        {lead !== undefined && <p>{lead}</p>}
      </div>
      {children !== undefined && <div className="place-head-acts">{children}</div>}
    </div>
  );
}

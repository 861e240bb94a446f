import { IconAlertTriangle } from "@tabler/icons-react";

/** For readers: plain words, the details one click away for whoever they report it to. */
export function NotShown({ details, retry }: { readonly details: readonly string[]; readonly retry?: () => void }) {
  return (
    <details className="not-shown">
      <summary>
        <IconAlertTriangle size={16} aria-hidden="true" />
        This could not be shown
      </summary>
      {details.map((detail) => (
        <p key={detail} className="figures">
          {detail}
        </p>
      ))}
      {retry !== undefined && (
        <button type="button" className="not-shown-retry" onClick={retry}>
          Try again
        </button>
      )}
    </details>
  );
}

export type Fault = {
  /** Of the property or the query. */
  readonly name: string;
  readonly text: string;
  readonly open?: () => void;
};

/** For builders: where, and why. */
export function FaultList({ faults }: { readonly faults: readonly Fault[] }) {
  if (faults.length === 0) return null;
  return (
    <div role="alert">
      <ul className="binding-errors">
        {faults.map(({ name, text, open }) => (
          <li key={name} title={text}>
            {open === undefined ? (
              <>
                <b>{name}</b> {text}
              </>
            ) : (
              <button type="button" data-fault onClick={open}>
                <b>{name}</b> {text}
              </button>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

export function UnknownWidget({ type }: { readonly type: string }) {
  return <p className="unknown-widget">This version does not know the widget “{type}”. Load the page again.</p>;
}

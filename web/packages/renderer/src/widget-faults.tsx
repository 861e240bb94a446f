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

/** For builders: which property, and why. */
export function BindingErrors({ errors }: { readonly errors: { readonly [property: string]: string } }) {
  return (
    <div role="alert">
      <ul className="binding-errors">
        {Object.entries(errors).map(([property, error]) => (
          <li key={property} title={error}>
            <b>{property}</b> {error}
          </li>
        ))}
      </ul>
    </div>
  );
}

export function UnknownWidget({ type }: { readonly type: string }) {
  return <p className="unknown-widget">This version does not know the widget “{type}”. Load the page again.</p>;
}

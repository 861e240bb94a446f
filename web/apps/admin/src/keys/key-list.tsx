import { Button } from "@mantine/core";
import type { ApiKey } from "@sallyport/api/types.ts";
import { permissionLabel } from "@sallyport/ui/keys/permissions.ts";
import { TimeText } from "@sallyport/ui/time-text.tsx";
import { useState } from "react";
import { type Once, OnceDialog } from "../once-dialog.tsx";
import { RevokeKeyDialog, RotateKeyDialog } from "./key-acts.tsx";
import { KeyEnd } from "./key-state-text.tsx";
import { isUsable, stateOf } from "./key-state.ts";
import "../people/person/person.css";

/** The keys of one owner, one below the other. Only a service account's keys are rotated here: a person rotates their own. */
export function KeyList({ keys }: { keys: readonly ApiKey[] }) {
  const [now] = useState(() => Date.now());
  const [asked, setAsked] = useState<{ act: "rotate" | "revoke"; key: ApiKey } | null>(null);
  const [once, setOnce] = useState<Once | null>(null);
  const close = () => setAsked(null);
  return (
    <>
      <ul className="person-list" aria-label="API keys">
        {keys.map((key) => (
          <KeyLine key={key.id} apiKey={key} now={now} onRotate={() => setAsked({ act: "rotate", key })} onRevoke={() => setAsked({ act: "revoke", key })} />
        ))}
      </ul>
      <RevokeKeyDialog apiKey={asked?.act === "revoke" ? asked.key : null} onClose={close} />
      <RotateKeyDialog apiKey={asked?.act === "rotate" ? asked.key : null} onClose={close} onMade={setOnce} />
      <OnceDialog once={once} onClose={() => setOnce(null)} />
    </>
  );
}

interface KeyLineProps {
  apiKey: ApiKey;
  now: number;
  onRotate: () => void;
  onRevoke: () => void;
}

function KeyLine({ apiKey, now, onRotate, onRevoke }: KeyLineProps) {
  const usable = isUsable(stateOf(apiKey, now));
  return (
    <li className="person-list-line">
      <div>
        <strong>{apiKey.name}</strong>
        <span className="quiet">
          {apiKey.permissions.map(permissionLabel).join(", ") || "Nothing"} · last used <TimeText at={apiKey.last_used_at} absent="never" />
          {apiKey.last_address !== null && <> from {apiKey.last_address}</>} · {usable && "expires "}
          <KeyEnd apiKey={apiKey} now={now} />
          {apiKey.addresses.length > 0 && <> · only from {apiKey.addresses.join(", ")}</>}
          {apiKey.old_secret_until !== null && Date.parse(apiKey.old_secret_until) > now && (
            <>
              {" "}
              · the secret before works until <TimeText at={apiKey.old_secret_until} />
            </>
          )}
        </span>
      </div>
      {usable && (
        <span className="row-acts">
          {apiKey.owner.kind === "service" && (
            <Button variant="default" size="compact-sm" aria-label={`Rotate ${apiKey.name}`} onClick={onRotate}>
              Rotate
            </Button>
          )}
          <Button variant="default" size="compact-sm" aria-label={`Revoke ${apiKey.name}`} onClick={onRevoke}>
            Revoke
          </Button>
        </span>
      )}
    </li>
  );
}

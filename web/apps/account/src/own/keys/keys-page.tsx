import { Button } from "@mantine/core";
import { type OwnKey, keysQuery, type MintedKey, revokeKey, useAccountAct } from "@sallyport/api/account.ts";
import { ConfirmDialog } from "@sallyport/ui/dialog.tsx";
import { permissionLabel } from "@sallyport/ui/keys/permissions.ts";
import { notifyDone } from "@sallyport/ui/notify.tsx";
import { EmptyState, ErrorState, ListSkeleton } from "@sallyport/ui/states.tsx";
import { TimeText } from "@sallyport/ui/time-text.tsx";
import { PlaceHead } from "@sallyport/ui/work-shell.tsx";
import { IconKey, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { CreateKeyDialog } from "./create-key-dialog.tsx";
import { RotateKeyDialog } from "./rotate-key-dialog.tsx";
import { SecretDialog } from "./secret-dialog.tsx";

type Open = { act: "create" } | { act: "rotate" | "revoke"; key: OwnKey } | null;

export function KeysPage() {
  const keys = useQuery(keysQuery);
  const [open, setOpen] = useState<Open>(null);
  const [minted, setMinted] = useState<MintedKey | null>(null);
  const close = () => setOpen(null);
  const add = (
    <Button leftSection={<IconPlus size={16} aria-hidden="true" />} onClick={() => setOpen({ act: "create" })}>
      New key
    </Button>
  );

  function show(key: MintedKey) {
    close();
    setMinted(key);
  }

  return (
    <>
      <PlaceHead title="API keys" lead="For your own programs. A key does what you let it do, and never more than you may do yourself at that moment.">
        {keys.data !== undefined && keys.data.length > 0 && add}
      </PlaceHead>
      {keys.isPending && <ListSkeleton rows={4} label="Loading your keys" />}
      {keys.isError && <ErrorState error={keys.error} onRetry={() => void keys.refetch()} />}
      {keys.isSuccess && keys.data.length === 0 && (
        <EmptyState icon={<IconKey size={24} />} title="No keys yet" action={add}>
          Make one for a program that works on your behalf.
        </EmptyState>
      )}
      {keys.isSuccess && keys.data.length > 0 && (
        <ul className="own-list" aria-label="Your API keys">
          {keys.data.map((key) => (
            <KeyLine key={key.id} apiKey={key} onRotate={() => setOpen({ act: "rotate", key })} onRevoke={() => setOpen({ act: "revoke", key })} />
          ))}
        </ul>
      )}
      {open?.act === "create" && <CreateKeyDialog onClose={close} onMade={show} />}
      {open?.act === "rotate" && <RotateKeyDialog apiKey={open.key} onClose={close} onMade={show} />}
      {open?.act === "revoke" && <RevokeDialog apiKey={open.key} onClose={close} />}
      {minted !== null && <SecretDialog minted={minted} onClose={() => setMinted(null)} />}
    </>
  );
}

interface KeyLineProps {
  apiKey: OwnKey;
  onRotate: () => void;
  onRevoke: () => void;
}

function KeyLine({ apiKey, onRotate, onRevoke }: KeyLineProps) {
  const [now] = useState(() => new Date());
  const over = new Date(apiKey.expires_at) <= now;
  const overlaps = apiKey.old_secret_until !== null && new Date(apiKey.old_secret_until) > now;
  return (
    <li>
      <IconKey size={20} aria-hidden="true" />
      <div>
        <div className="own-line">
          <span className="own-name">{apiKey.name}</span>
          {over && (
            <span className="own-mark" data-kind="warning">
              Expired
            </span>
          )}
        </div>
        <div className="own-detail">
          {apiKey.permissions.map(permissionLabel).join(", ")}
          {apiKey.apps.length > 0 && ` · in ${apiKey.apps.length === 1 ? "one app" : `${apiKey.apps.length} apps`} only`}
          {apiKey.addresses.length > 0 && ` · from ${apiKey.addresses.join(", ")} only`}
        </div>
        <div className="own-detail">
          Last used <TimeText at={apiKey.last_used_at} absent="never" />
          {apiKey.last_address !== null && ` from ${apiKey.last_address}`} · {over ? "expired" : "expires"} <TimeText at={apiKey.expires_at} />
          {overlaps && (
            <>
              {" "}
              · its old secret works until <TimeText at={apiKey.old_secret_until} as="exact" />
            </>
          )}
        </div>
      </div>
      <div className="own-acts">
        {!over && (
          <Button variant="subtle" color="gray" aria-label={`Rotate ${apiKey.name}`} onClick={onRotate}>
            Rotate
          </Button>
        )}
        <Button variant="subtle" color="gray" className="own-danger" aria-label={`Revoke ${apiKey.name}`} onClick={onRevoke}>
          Revoke
        </Button>
      </div>
    </li>
  );
}

function RevokeDialog({ apiKey, onClose }: { apiKey: OwnKey; onClose: () => void }) {
  const revoke = useAccountAct(() => revokeKey(apiKey.id));
  const done = () => {
    onClose();
    notifyDone(`${apiKey.name} is revoked`);
  };
  return (
    <ConfirmDialog opened onClose={onClose} title={`Revoke ${apiKey.name}?`} confirm="Revoke key" danger pending={revoke.isPending} error={revoke.error} onConfirm={() => revoke.mutate(undefined, { onSuccess: done })}>
      Programs that use it are refused from the next request on. It cannot be brought back.
    </ConfirmDialog>
  );
}

/** What is done to a key: made anew beside the old one for a while, or ended at once. */
import { Select } from "@mantine/core";
import { revokeKey, rotateServiceKey } from "@sallyport/api/service-accounts.ts";
import type { ApiKey, MadeKey } from "@sallyport/api/types.ts";
import { ConfirmDialog, FormDialog } from "@sallyport/ui/dialog.tsx";
import { overlaps } from "@sallyport/ui/keys/new-key.ts";
import { notifyDone } from "@sallyport/ui/notify.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useLast } from "../last.ts";
import type { Once } from "../once-dialog.tsx";

interface KeyActProps {
  /** None: nothing is asked. */
  apiKey: ApiKey | null;
  onClose: () => void;
}

export function RevokeKeyDialog({ apiKey, onClose }: KeyActProps) {
  const shown = useLast(apiKey);
  const queries = useQueryClient();
  const revoke = useMutation({
    mutationFn: ({ id }: ApiKey) => revokeKey(id),
    onSuccess: (_, { name }) => {
      notifyDone(`The key ${name} is revoked`);
      onClose();
      return queries.invalidateQueries({ queryKey: ["keys"] });
    },
  });
  return (
    <ConfirmDialog
      opened={apiKey !== null}
      onClose={() => {
        revoke.reset();
        onClose();
      }}
      title="Revoke the key"
      confirm="Revoke key"
      danger
      pending={revoke.isPending}
      error={revoke.error}
      onConfirm={() => apiKey !== null && revoke.mutate(apiKey)}
    >
      Whatever uses {shown?.name} of {shown?.owner.name} is refused from its next request on. This cannot be undone.
    </ConfirmDialog>
  );
}

export const keyOnce = ({ key, secret }: MadeKey): Once => ({
  title: `The key ${key.name}`,
  name: "Key",
  text: secret,
  lead: "Put it where the program keeps its secrets. It is sent as a bearer token in the header Authorization.",
});

export function RotateKeyDialog({ apiKey, onClose, onMade }: KeyActProps & { onMade: (once: Once) => void }) {
  const shown = useLast(apiKey);
  const queries = useQueryClient();
  const [overlap, setOverlap] = useState("1440");
  const rotate = useMutation({
    mutationFn: ({ id, owner }: ApiKey) => rotateServiceKey(owner.id, id, Number(overlap)),
    onSuccess: (made) => {
      onClose();
      onMade(keyOnce(made));
      return queries.invalidateQueries({ queryKey: ["keys"] });
    },
  });
  return (
    <FormDialog
      opened={apiKey !== null}
      onClose={() => {
        rotate.reset();
        onClose();
      }}
      title={`Rotate ${shown?.name ?? "the key"}`}
      submit="Rotate key"
      pending={rotate.isPending}
      error={rotate.error}
      onSubmit={(event) => {
        event.preventDefault();
        if (apiKey !== null) rotate.mutate(apiKey);
      }}
    >
      <div>The key gets a new secret. What it may do, and when it expires, stays. The secret of now can go on working for a while, until the new one is everywhere.</div>
      <Select label="The old secret stops working" data={overlaps} value={overlap} onChange={(value) => value !== null && setOverlap(value)} data-autofocus />
    </FormDialog>
  );
}

/** What is done to a key: made anew beside the old one for a while, or ended at once. */
import { Select } from "@mantine/core";
import { revokeKey, rotateServiceKey } from "@sallyport/api/service-accounts.ts";
import type { ApiKey, MadeKey } from "@sallyport/api/types.ts";
import { ConfirmDialog, FormDialog } from "@sallyport/ui/dialog.tsx";
import { notifyDone } from "@sallyport/ui/notify.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Once } from "../once-dialog.tsx";

interface KeyActProps {
  /** None: nothing is asked. */
  apiKey: ApiKey | null;
  onClose: () => void;
}

export function RevokeKeyDialog({ apiKey, onClose }: KeyActProps) {
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
      Whatever uses {apiKey?.name} of {apiKey?.owner.name} is refused from its next request on. This cannot be undone.
    </ConfirmDialog>
  );
}

const overlaps = [
  { value: "0", label: "None: the old secret ends now" },
  { value: "60", label: "An hour" },
  { value: "1440", label: "A day" },
  { value: "10080", label: "A week" },
];

export const keyOnce = ({ key, secret }: MadeKey): Once => ({
  title: `The key ${key.name}`,
  name: "Key",
  text: secret,
  lead: "Put it where the program keeps its secrets. It is sent as a bearer token in the header Authorization.",
});

export function RotateKeyDialog({ apiKey, onClose, onMade }: KeyActProps & { onMade: (once: Once) => void }) {
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
      title={`Rotate ${apiKey?.name ?? "the key"}`}
      submit="Rotate"
      pending={rotate.isPending}
      error={rotate.error}
      onSubmit={(event) => {
        event.preventDefault();
        if (apiKey !== null) rotate.mutate(apiKey);
      }}
    >
      <div>A new secret is made. What the key may do, and when it ends, stays.</div>
      <Select
        label="The old secret works on for"
        description="Long enough to put the new one everywhere."
        data={overlaps}
        value={overlap}
        onChange={(value) => value !== null && setOverlap(value)}
      />
    </FormDialog>
  );
}

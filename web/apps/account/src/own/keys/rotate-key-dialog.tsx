import { Select, Text } from "@mantine/core";
import { type OwnKey, type MintedKey, rotateKey, useAccountAct } from "@sallyport/api/account.ts";
import { FormDialog } from "@sallyport/ui/dialog.tsx";
import { overlaps } from "@sallyport/ui/keys/new-key.ts";
import { type FormEvent, useState } from "react";

interface RotateKeyDialogProps {
  apiKey: OwnKey;
  onClose: () => void;
  onMade: (minted: MintedKey) => void;
}

export function RotateKeyDialog({ apiKey, onClose, onMade }: RotateKeyDialogProps) {
  const rotate = useAccountAct((minutes: number) => rotateKey(apiKey.id, minutes));
  const [minutes, setMinutes] = useState("1440");

  function submit(event: FormEvent) {
    event.preventDefault();
    rotate.mutate(Number(minutes), { onSuccess: onMade });
  }

  return (
    <FormDialog opened onClose={onClose} title={`Rotate ${apiKey.name}`} submit="Rotate key" pending={rotate.isPending} error={rotate.error} onSubmit={submit}>
      <Text c="dimmed">The key gets a new secret. The one that it has now goes on working for a while, so that you can change it in your programs.</Text>
      <Select label="The old secret stops working" data={overlaps} value={minutes} onChange={(value) => setMinutes(value ?? "1440")} data-autofocus />
    </FormDialog>
  );
}

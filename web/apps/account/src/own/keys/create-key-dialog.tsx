import { createKey, type MintedKey, useAccountAct } from "@sallyport/api/account.ts";
import { FormDialog } from "@sallyport/ui/dialog.tsx";
import { KeyFields, missingIn, saidByKeyFields } from "@sallyport/ui/keys/key-fields.tsx";
import { blankKey, newKeyOf } from "@sallyport/ui/keys/new-key.ts";
import { type FormEvent, useState } from "react";

interface CreateKeyDialogProps {
  onClose: () => void;
  onMade: (minted: MintedKey) => void;
}

export function CreateKeyDialog({ onClose, onMade }: CreateKeyDialogProps) {
  const create = useAccountAct(createKey);
  const [form, setForm] = useState(blankKey);
  const [missing, setMissing] = useState<Error | null>(null);
  const error = missing ?? create.error;

  function submit(event: FormEvent) {
    event.preventDefault();
    const absent = missingIn(form);
    setMissing(absent);
    if (absent === null) create.mutate(newKeyOf(form, Date.now()), { onSuccess: onMade });
  }

  return (
    <FormDialog opened onClose={onClose} title="New API key" submit="Create key" pending={create.isPending} error={error} fields={saidByKeyFields(error)} onSubmit={submit}>
      <KeyFields owner="you" form={form} error={error} onChange={(part) => setForm({ ...form, ...part })} />
    </FormDialog>
  );
}

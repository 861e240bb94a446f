import { createServiceKey } from "@sallyport/api/service-accounts.ts";
import type { ServiceAccount } from "@sallyport/api/types.ts";
import { FormDialog } from "@sallyport/ui/dialog.tsx";
import { KeyFields, missingIn, saidByKeyFields } from "@sallyport/ui/keys/key-fields.tsx";
import { blankKey, newKeyOf } from "@sallyport/ui/keys/new-key.ts";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { Once } from "../once-dialog.tsx";
import { keyOnce } from "./key-acts.tsx";

interface NewKeyDialogProps {
  account: ServiceAccount;
  opened: boolean;
  onClose: () => void;
  onMade: (once: Once) => void;
}

export function NewKeyDialog({ account, opened, onClose, onMade }: NewKeyDialogProps) {
  const queries = useQueryClient();
  const [form, setForm] = useState(blankKey);
  const [missing, setMissing] = useState<Error | null>(null);
  const create = useMutation({
    mutationFn: () => createServiceKey(account.id, newKeyOf(form, Date.now())),
    onSuccess: (made) => {
      close();
      onMade(keyOnce(made));
      return queries.invalidateQueries({ queryKey: ["keys"] });
    },
  });
  const error = missing ?? create.error;

  function submit(event: FormEvent) {
    event.preventDefault();
    const absent = missingIn(form);
    setMissing(absent);
    if (absent === null) create.mutate();
  }

  function close() {
    create.reset();
    setMissing(null);
    setForm(blankKey);
    onClose();
  }

  return (
    <FormDialog
      opened={opened}
      onClose={close}
      title={`New key of ${account.name}`}
      submit="Create key"
      pending={create.isPending}
      error={error}
      fields={saidByKeyFields(error)}
      onSubmit={submit}
    >
      <KeyFields owner="the account" form={form} error={error} onChange={(part) => setForm({ ...form, ...part })} />
    </FormDialog>
  );
}

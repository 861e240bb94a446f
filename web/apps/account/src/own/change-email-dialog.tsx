import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { changeEmail, useAccountAct } from "@sallyport/api/account.ts";
import { faultAt } from "@sallyport/api/problem.ts";
import { FormDialog } from "@sallyport/ui/dialog.tsx";
import { useOwnEscape } from "@sallyport/ui/own-escape.ts";
import { fieldText } from "@sallyport/ui/problem-text.ts";
import { type FormEvent, useState } from "react";

interface ChangeEmailDialogProps {
  opened: boolean;
  email: string;
  onClose: () => void;
}

/** Another address takes the word of both: whoever got hold of one of them alone changes nothing. */
export function ChangeEmailDialog({ opened, email, onClose }: ChangeEmailDialogProps) {
  const change = useAccountAct(changeEmail);
  const [wanted, setWanted] = useState("");
  const [missing, setMissing] = useState<Error | null>(null);
  const error = missing ?? change.error;

  const escape = useOwnEscape(opened && change.isSuccess, close);

  function close() {
    onClose();
    setWanted("");
    setMissing(null);
    change.reset();
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    const absent = wanted.trim() === "" ? faultAt("email", "write the new address") : null;
    setMissing(absent);
    if (absent === null) change.mutate(wanted.trim());
  }

  if (change.isSuccess) {
    return (
      <Modal {...escape} opened={opened} onClose={close} title="Both addresses are asked">
        <Stack gap="md">
          <Text>
            A message is on its way to {email} and to {wanted.trim()}. Your address is changed when the links in both have been followed; until then everything stays as it is.
          </Text>
          <Group justify="flex-end">
            <Button data-autofocus onClick={close}>
              Done
            </Button>
          </Group>
        </Stack>
      </Modal>
    );
  }
  return (
    <FormDialog opened={opened} onClose={close} title="Change your e-mail address" submit="Ask both addresses" pending={change.isPending} error={error} fields={["email"]} onSubmit={submit}>
      <Text c="dimmed">Messages go to the old and to the new address. The change is made when both have agreed.</Text>
      <TextInput label="New address" type="email" name="email" autoComplete="email" required withAsterisk={false} data-autofocus value={wanted} onChange={(event) => setWanted(event.currentTarget.value)} error={fieldText(error, "email")} />
    </FormDialog>
  );
}

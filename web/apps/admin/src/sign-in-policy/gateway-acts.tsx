/** What is done with a gateway that is set up: a message to try it, and taking it away. */
import { Button, TextInput } from "@mantine/core";
import { faultAt } from "@sallyport/api/problem.ts";
import { removeSmsGateway, sendTestMessage, smsGatewayQuery } from "@sallyport/api/sign-in-policy.ts";
import { ConfirmDialog, FormDialog } from "@sallyport/ui/dialog.tsx";
import { notifyDone } from "@sallyport/ui/notify.tsx";
import { fieldText } from "@sallyport/ui/problem-text.ts";
import { IconSend, IconTrash } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";

export function GatewayActs({ onRemoved }: { onRemoved: () => void }) {
  const [asking, setAsking] = useState<"test" | "remove" | null>(null);
  const close = () => setAsking(null);
  return (
    <>
      <Button variant="default" leftSection={<IconTrash size={16} />} onClick={() => setAsking("remove")}>
        Remove the gateway
      </Button>
      <Button variant="default" leftSection={<IconSend size={16} />} onClick={() => setAsking("test")}>
        Send a test message
      </Button>
      <TestDialog opened={asking === "test"} onClose={close} />
      <RemoveDialog opened={asking === "remove"} onClose={close} onRemoved={onRemoved} />
    </>
  );
}

interface DialogProps {
  opened: boolean;
  onClose: () => void;
}

function TestDialog({ opened, onClose }: DialogProps) {
  const queries = useQueryClient();
  const [phone, setPhone] = useState("");
  const [missing, setMissing] = useState<Error | null>(null);
  const test = useMutation({
    mutationFn: sendTestMessage,
    onSuccess: () => {
      notifyDone("A test message is queued: Mail shows what becomes of it");
      close();
      return queries.invalidateQueries({ queryKey: ["mail"] });
    },
  });
  const error = missing ?? test.error;

  function close() {
    setMissing(null);
    test.reset();
    onClose();
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    // the page's own form is around this one in its tree
    event.stopPropagation();
    const absent = phone.trim() === "" ? faultAt("phone", "write the telephone's number") : null;
    setMissing(absent);
    if (absent === null) test.mutate(phone.trim());
  }

  return (
    <FormDialog opened={opened} onClose={close} title="Send a test message" submit="Send" pending={test.isPending} error={error} fields={["phone"]} onSubmit={submit}>
      <TextInput
        label="Telephone"
        description="With the country's number, such as +49 30 901820. The message goes through the gateway as it was last saved."
        type="tel"
        autoComplete="tel"
        data-autofocus
        required
        withAsterisk={false}
        value={phone}
        onChange={(event) => setPhone(event.currentTarget.value)}
        error={fieldText(error, "phone")}
      />
    </FormDialog>
  );
}

function RemoveDialog({ opened, onClose, onRemoved }: DialogProps & { onRemoved: () => void }) {
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: removeSmsGateway,
    onSuccess: () => {
      notifyDone("The SMS gateway is removed");
      onClose();
      onRemoved();
      queries.setQueryData(smsGatewayQuery.queryKey, null);
    },
  });

  function close() {
    remove.reset();
    onClose();
  }

  return (
    <ConfirmDialog opened={opened} onClose={close} title="Remove the SMS gateway" confirm="Remove" danger pending={remove.isPending} error={remove.error} onConfirm={() => remove.mutate()}>
      Its address, its templates and its secret are forgotten, and no code goes by SMS any more. It stays while the policy takes codes by SMS: whoever has nothing else could not sign in.
    </ConfirmDialog>
  );
}

import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useRef } from "react";

export function ConfirmationDialog({ message, onAnswer }: { readonly message: string | null; readonly onAnswer: (agreed: boolean) => void }) {
  // the words stay while the dialog closes
  const last = useRef("");
  if (message !== null) last.current = message;
  return (
    <Modal opened={message !== null} onClose={() => onAnswer(false)} title="Please confirm" size="sm">
      <Stack gap="lg">
        <Text size="md" className="confirmation-text">
          {last.current}
        </Text>
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={() => onAnswer(false)} data-autofocus>
            Cancel
          </Button>
          <Button onClick={() => onAnswer(true)}>Continue</Button>
        </Group>
      </Stack>
    </Modal>
  );
}

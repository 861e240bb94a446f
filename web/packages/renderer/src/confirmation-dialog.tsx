import { Button, Group, Modal, Stack, Text } from "@mantine/core";

type ConfirmationDialogProps = {
  readonly opened: boolean;
  /** Stays while the dialog closes. */
  readonly message: string;
  readonly onAnswer: (agreed: boolean) => void;
};

export function ConfirmationDialog({ opened, message, onAnswer }: ConfirmationDialogProps) {
  return (
    <Modal opened={opened} onClose={() => onAnswer(false)} title="Please confirm" size="sm">
      <Stack gap="lg">
        <Text size="md" className="confirmation-text">
          {message}
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

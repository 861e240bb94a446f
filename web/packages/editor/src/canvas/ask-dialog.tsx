/** The question of a `confirm` act or of a query that asks before it runs. */
import { Button, Group, Modal, Text } from "@mantine/core";
import type { Asking } from "../state/session.ts";

export function AskDialog({ asking }: { readonly asking: Asking | null }) {
  if (!asking) return null;
  return (
    <Modal opened onClose={() => asking.answer(false)} title="Please confirm" size="sm">
      <Text mb="md">{asking.message}</Text>
      <Group justify="flex-end" gap="sm">
        <Button variant="default" data-autofocus onClick={() => asking.answer(false)}>
          Cancel
        </Button>
        <Button onClick={() => asking.answer(true)}>Go on</Button>
      </Group>
    </Modal>
  );
}

import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import type { MintedKey } from "@sallyport/api/account.ts";
import { CopyButton } from "@sallyport/ui/copy-button.tsx";
import "@sallyport/ui/factors/factors.css";

/** The secret of a key, this once. It closes by its button alone, so that no stray click loses it. */
export function SecretDialog({ minted, onClose }: { minted: MintedKey; onClose: () => void }) {
  return (
    <Modal opened onClose={() => undefined} withCloseButton={false} closeOnClickOutside={false} closeOnEscape={false} title={`The secret of ${minted.key.name}`}>
      <Stack gap="md">
        <Text>Copy it into your program now. It is not shown again; who has it can do what the key may do.</Text>
        <div className="secret-text">
          <code aria-label="The secret">{minted.secret}</code>
          <CopyButton value={minted.secret} label="the secret" />
        </div>
        <Text c="dimmed">
          Send it with each request as <code>Authorization: Bearer …</code>
        </Text>
        <Group justify="flex-end">
          <Button data-autofocus onClick={onClose}>
            I have copied it
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

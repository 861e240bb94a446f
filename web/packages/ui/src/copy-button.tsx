import { ActionIcon } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { IconCheck, IconCopy } from "@tabler/icons-react";

export function CopyButton({ value, label }: { value: string; label: string }) {
  const clipboard = useClipboard({ timeout: 1500 });
  const text = clipboard.copied ? "Copied" : `Copy ${label}`;
  return (
    <ActionIcon variant="subtle" color="gray" size={24} aria-label={text} title={text} onClick={() => clipboard.copy(value)}>
      {clipboard.copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
    </ActionIcon>
  );
}

/** The frame of a side panel's part: a heading, what can be added, and the content. */
import { ActionIcon, Group, Text, Tooltip } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import type { ReactNode } from "react";
import styles from "./panels.module.css";

interface Props {
  readonly title: string;
  readonly add?: { readonly label: string; readonly onClick: () => void };
  readonly actions?: ReactNode;
  readonly grow?: boolean;
  readonly children: ReactNode;
}

export function Panel({ title, add, actions, grow = false, children }: Props) {
  return (
    <section className={grow ? styles.panelGrow : styles.panel} aria-label={title}>
      <Group className={styles.panelHead} justify="space-between" wrap="nowrap" gap={4}>
        <Text component="h2" size="xs" fw={600} c="dimmed">
          {title}
        </Text>
        <Group gap={2} wrap="nowrap">
          {actions}
          {add && (
            <Tooltip label={add.label}>
              <ActionIcon variant="subtle" color="gray" size={24} aria-label={add.label} onClick={add.onClick}>
                <IconPlus size={16} />
              </ActionIcon>
            </Tooltip>
          )}
        </Group>
      </Group>
      <div className={styles.panelBody}>{children}</div>
    </section>
  );
}

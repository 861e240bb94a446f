/** Dialogs: one that holds a form, one that asks before what cannot be undone. */
import { Button, Group, Modal, Stack } from "@mantine/core";
import type { FormEvent, ReactNode } from "react";
import { useFaultFocus } from "./fault-focus.ts";
import { useOwnEscape } from "./own-escape.ts";
import { ProblemNote } from "./problem-note.tsx";

interface FormDialogProps {
  opened: boolean;
  onClose: () => void;
  title: string;
  submit: string;
  pending: boolean;
  error?: unknown;
  /** The names of the fields inside that show what is wrong with them. */
  fields?: readonly string[];
  onSubmit: (event: FormEvent<HTMLFormElement>) => void;
  children: ReactNode;
}

export function FormDialog(props: FormDialogProps) {
  const { opened, onClose, title, submit, pending, error, fields = [], onSubmit, children } = props;
  const form = useFaultFocus(error);
  const escape = useOwnEscape(opened, onClose);
  return (
    <Modal {...escape} opened={opened} onClose={onClose} title={title}>
      <form ref={form} onSubmit={onSubmit} noValidate>
        <Stack gap="md">
          {children}
          <ProblemNote error={error} fields={fields} />
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={pending}>
              {submit}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

interface ConfirmDialogProps {
  opened: boolean;
  onClose: () => void;
  title: string;
  /** What will happen, and to how many. */
  children: ReactNode;
  /** The verb of the act itself. */
  confirm: string;
  danger?: boolean;
  pending: boolean;
  error?: unknown;
  onConfirm: () => void;
}

export function ConfirmDialog(props: ConfirmDialogProps) {
  const escape = useOwnEscape(props.opened, props.onClose);
  return (
    <Modal {...escape} opened={props.opened} onClose={props.onClose} title={props.title} size="sm">
      <Stack gap="md">
        <div>{props.children}</div>
        <ProblemNote error={props.error} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={props.onClose} data-autofocus>
            Cancel
          </Button>
          <Button {...(props.danger ? { color: "red.8" } : {})} loading={props.pending} onClick={props.onConfirm}>
            {props.confirm}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

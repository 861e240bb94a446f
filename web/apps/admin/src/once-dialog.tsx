/** What the server shows this one time: a link, a key's secret. It goes away only when its reader says so. */
import { Button, Group, Modal, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { TextBlock } from "./audit/text-block.tsx";
import "./notes.css";

export interface Once {
  title: string;
  /** What the text is called: "Link", "Key". */
  name: string;
  text: string;
  /** What it is good for, and for how long. */
  lead: ReactNode;
}

export function OnceDialog({ once, onClose }: { once: Once | null; onClose: () => void }) {
  return (
    <Modal opened={once !== null} onClose={onClose} title={once?.title ?? ""} closeOnEscape={false} closeOnClickOutside={false} withCloseButton={false}>
      {once !== null && (
        <Stack gap="md">
          <div>{once.lead}</div>
          <p className="note-warning">It is shown this once. Nobody, this server included, can show it again.</p>
          <TextBlock name={once.name} text={once.text} />
          <Group justify="flex-end">
            <Button onClick={onClose} data-autofocus>
              Done
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}

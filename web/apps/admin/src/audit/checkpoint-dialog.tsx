import { Modal, Text } from "@mantine/core";
import { auditCheckpointQuery } from "@sallyport/api/audit.ts";
import { ErrorState, ListSkeleton } from "@sallyport/ui/states.tsx";
import { useQuery } from "@tanstack/react-query";
import { TextBlock } from "./text-block.tsx";
import { verifyCommand } from "./verify-command.ts";

interface CheckpointDialogProps {
  opened: boolean;
  onClose: () => void;
}

export function CheckpointDialog({ opened, onClose }: CheckpointDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="Verify the log" size="lg">
      {opened && <CheckpointBody />}
    </Modal>
  );
}

function CheckpointBody() {
  const checkpoint = useQuery({ ...auditCheckpointQuery, staleTime: 0 });
  if (checkpoint.isPending) return <ListSkeleton rows={4} label="Loading the checkpoint" />;
  if (checkpoint.isError) return <ErrorState error={checkpoint.error} onRetry={() => void checkpoint.refetch()} />;
  return (
    <>
      <Text>
        An export can be verified anywhere, without this server: it needs only the file and the public key. Keep the key
        and, from time to time, a checkpoint outside of this server; a log that was rewritten cannot match them.
      </Text>
      <TextBlock name="Public key" text={checkpoint.data.public_key} />
      <TextBlock name="Checkpoint" text={checkpoint.data.checkpoint} />
      <TextBlock name="Command" text={verifyCommand(checkpoint.data.public_key)} />
    </>
  );
}

import { Text } from "@mantine/core";
import type { AuditRecordDetail } from "@sallyport/api/types.ts";
import { Field, Fields } from "@sallyport/ui/fields.tsx";
import { TextBlock } from "./text-block.tsx";

/** How the record hangs in the log: with these hashes anyone can compute the root that the checkpoint signs. */
export function ProofPanel({ proof, body }: { body: string; proof: AuditRecordDetail["proof"] }) {
  if (proof === null) {
    return (
      <Text c="dimmed">
        This record is written but not yet under a signed checkpoint. The next checkpoint, in a moment, covers it.
      </Text>
    );
  }
  return (
    <>
      <Fields>
        <Field name="Place in the log">
          <span className="figures">
            {proof.leaf_index} of {proof.tree_size}
          </span>
        </Field>
      </Fields>
      <TextBlock name="Record as it was hashed (base64)" text={body} />
      <TextBlock name="Inclusion proof" text={proof.hashes.length === 0 ? "(the only record)" : proof.hashes.join("\n")} />
      <TextBlock name="Checkpoint" text={proof.checkpoint} />
    </>
  );
}

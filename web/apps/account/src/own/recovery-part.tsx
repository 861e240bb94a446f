import { Button, Modal } from "@mantine/core";
import { newRecoveryCodes, useAccountAct } from "@sallyport/api/account.ts";
import { ConfirmDialog } from "@sallyport/ui/dialog.tsx";
import { RecoveryCodes } from "@sallyport/ui/factors/recovery-codes.tsx";
import { useSession } from "@sallyport/ui/session-gate.tsx";
import { useState } from "react";
import { Part } from "./part.tsx";

const FEW = 3;

export function RecoveryPart({ left }: { left: number }) {
  const { person } = useSession();
  const [asking, setAsking] = useState(false);
  const make = useAccountAct(() => newRecoveryCodes());
  const codes = make.data?.codes ?? null;

  function close() {
    setAsking(false);
    make.reset();
  }

  return (
    <Part title="Recovery codes" lead="For when your second factor is not at hand. Each works once.">
      <div className="own-line">
        <span>{left === 1 ? "1 code is left." : `${left} codes are left.`}</span>
        {left < FEW && (
          <span className="own-mark" data-kind="warning">
            Make new ones
          </span>
        )}
      </div>
      <div className="own-part-acts">
        <Button variant="default" onClick={() => setAsking(true)}>
          Make new codes
        </Button>
      </div>
      <ConfirmDialog opened={asking && codes === null} onClose={close} title="Make new recovery codes?" confirm="Make new codes" pending={make.isPending} error={make.error} onConfirm={() => make.mutate(undefined)}>
        The codes that you have now stop working.
      </ConfirmDialog>
      <Modal opened={codes !== null} onClose={() => undefined} withCloseButton={false} closeOnClickOutside={false} closeOnEscape={false} title="Your recovery codes">
        {codes !== null && <RecoveryCodes codes={codes} email={person.email} onKept={close} />}
      </Modal>
    </Part>
  );
}

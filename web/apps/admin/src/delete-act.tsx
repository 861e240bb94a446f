/** Deleting the thing that is open: the button, the question what goes with it, and what is read anew when it is gone. */
import { Button } from "@mantine/core";
import { ConfirmDialog } from "@sallyport/ui/dialog.tsx";
import { notifyDone } from "@sallyport/ui/notify.tsx";
import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import "./side-act.css";

interface Deletion {
  /** What the thing is called: "Ada Brandt". */
  name: string;
  /** The act by its whole name: "Delete the account". */
  confirm: string;
  remove: () => Promise<void>;
  /** Leaves the thing that is gone and reads again whatever names it. */
  onGone: () => unknown;
  /** What will happen, and to how many. */
  children: ReactNode;
}

export function DeleteDialog({ opened, onClose, name, confirm, remove, onGone, children }: Deletion & { opened: boolean; onClose: () => void }) {
  const deletion = useMutation({
    mutationFn: remove,
    onSuccess: () => {
      notifyDone(`${name} is deleted`);
      onClose();
      return onGone();
    },
  });
  return (
    <ConfirmDialog
      opened={opened}
      onClose={() => {
        deletion.reset();
        onClose();
      }}
      title={`Delete ${name}`}
      confirm={confirm}
      danger
      pending={deletion.isPending}
      error={deletion.error}
      onConfirm={() => deletion.mutate()}
    >
      {children}
    </ConfirmDialog>
  );
}

interface DeleteActProps extends Deletion {
  /** Said beside the button. */
  lead: ReactNode;
  /** Why it cannot be deleted now. */
  barred?: string | undefined;
}

/** The last section of a drawer. */
export function DeleteAct({ lead, barred, ...deletion }: DeleteActProps) {
  const [asking, setAsking] = useState(false);
  return (
    <section className="side-act" aria-label="Delete">
      <div className="side-act-line">
        <p>
          {lead} {barred}
        </p>
        <Button className="side-act-danger" variant="default" disabled={barred !== undefined} onClick={() => setAsking(true)}>
          Delete
        </Button>
      </div>
      <DeleteDialog {...deletion} opened={asking} onClose={() => setAsking(false)} />
    </section>
  );
}

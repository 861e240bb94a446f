import { Button, Modal } from "@mantine/core";
import { accountQuery, factorsQuery } from "@sallyport/api/account.ts";
import { ChangePasswordForm } from "@sallyport/ui/change-password-form.tsx";
import { dueText } from "@sallyport/ui/due-notice.tsx";
import { notifyDone } from "@sallyport/ui/notify.tsx";
import { useOwnEscape } from "@sallyport/ui/own-escape.ts";
import { useSession } from "@sallyport/ui/session-gate.tsx";
import { ErrorState, ListSkeleton } from "@sallyport/ui/states.tsx";
import { TimeText } from "@sallyport/ui/time-text.tsx";
import { PlaceHead } from "@sallyport/ui/work-shell.tsx";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { FactorsPart } from "./factors-part.tsx";
import { Part } from "./part.tsx";
import { PasswordEnds } from "./password-ends.tsx";
import { RecoveryPart } from "./recovery-part.tsx";

export function SecurityPage() {
  const factors = useQuery(factorsQuery);
  const due = factors.data?.due_at ?? null;
  return (
    <>
      <PlaceHead title="Sign-in" lead="How you prove who you are." />
      {due !== null && factors.data?.items.length === 0 && (
        <div className="own-notice" role="note">
          {dueText(due)} Add one below.
        </div>
      )}
      <PasswordEnds />
      <PasswordPart />
      {factors.isPending && <ListSkeleton rows={4} label="Loading your second factors" />}
      {factors.isError && <ErrorState error={factors.error} onRetry={() => void factors.refetch()} />}
      {factors.isSuccess && (
        <>
          <FactorsPart factors={factors.data} />
          {factors.data.items.length > 0 && <RecoveryPart left={factors.data.recovery_codes_left} />}
        </>
      )}
    </>
  );
}

function PasswordPart() {
  const account = useQuery(accountQuery);
  const queries = useQueryClient();
  const { person } = useSession();
  const [changing, setChanging] = useState(false);
  const close = () => setChanging(false);
  const escape = useOwnEscape(changing, close);

  function done() {
    close();
    notifyDone("Your password is changed; your other sessions have ended");
    void queries.invalidateQueries({ queryKey: accountQuery.queryKey });
  }

  return (
    <Part title="Password">
      {account.data !== undefined && (
        <div>
          Last changed: <TimeText at={account.data.password_set_at} />
          {account.data.password_ends_at !== null && (
            <>
              . Good until <TimeText at={account.data.password_ends_at} as="exact" />
            </>
          )}
        </div>
      )}
      <div className="own-part-acts">
        <Button variant="default" onClick={() => setChanging(true)}>
          Change the password
        </Button>
      </div>
      <Modal {...escape} opened={changing} onClose={close} title="Change your password">
        <ChangePasswordForm
          person={person}
          onDone={done}
          beside={
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
          }
        />
      </Modal>
    </Part>
  );
}

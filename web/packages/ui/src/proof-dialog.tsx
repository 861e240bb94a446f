/** "Prove who you are": before an act that would do harm in the hands of somebody who sat down at an open session. */
import { Button, Modal, Stack, Text } from "@mantine/core";
import { type Proof, proofChallenge, prove, sendProofCode } from "@sallyport/api/account.ts";
import { isProblem } from "@sallyport/api/problem.ts";
import { whoamiQuery } from "@sallyport/api/session.ts";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useId } from "react";
import { ErrorState, ListSkeleton } from "./states.tsx";
import { Ways } from "./ways.tsx";

interface ProofDialogProps {
  opened: boolean;
  /** Whether they have proved it; false when they would rather not. */
  onAnswer: (proved: boolean) => void;
}

/** Above every other dialog, and above the screens outside the door. */
const ABOVE = 1100;

export function ProofDialog({ opened, onAnswer }: ProofDialogProps) {
  const queries = useQueryClient();
  const id = useId();
  const challenge = useQuery({ queryKey: ["session", "proof", id], queryFn: proofChallenge, staleTime: Infinity, gcTime: 0, retry: false });
  const proof = useMutation({
    mutationFn: prove,
    onSuccess: (session) => {
      queries.setQueryData(whoamiQuery.queryKey, session);
      onAnswer(true);
    },
    onError: (error) => {
      // a challenge that has run out, or was answered wrongly too often, is asked for anew
      if (isProblem(error, "link_spent")) void challenge.refetch();
    },
  });

  // without a session there is nothing to prove: the way in is shown instead
  const gone = isProblem(challenge.error, "unauthenticated") || isProblem(proof.error, "unauthenticated");
  useEffect(() => {
    if (gone) onAnswer(false);
  }, [gone, onAnswer]);

  const ticket = challenge.data?.ticket ?? null;
  const send = (evidence: Proof) => proof.mutate(ticket === null ? evidence : { ...evidence, ticket });
  const cancel = (
    <Button variant="default" onClick={() => onAnswer(false)}>
      Cancel
    </Button>
  );
  return (
    <Modal opened={opened} onClose={() => onAnswer(false)} title="Prove who you are" size="sm" zIndex={ABOVE}>
      <Stack gap="md">
        <Text c="dimmed">This takes a fresh proof that it is you, so that nobody else can do it at your screen.</Text>
        {challenge.isPending && <ListSkeleton rows={3} label="Loading the ways to prove it" />}
        {challenge.isError && <ErrorState error={challenge.error} onRetry={() => void challenge.refetch()} />}
        {challenge.data !== undefined && (
          <Ways
            key={ticket}
            ways={challenge.data.methods}
            passkey={challenge.data.passkey}
            submit="Continue"
            pending={proof.isPending}
            error={proof.error}
            onOther={() => proof.reset()}
            onSend={() => sendProofCode(ticket ?? "")}
            onProve={(way, { password, code, credential }) =>
              password === undefined
                ? send({ method: way as NonNullable<Proof["method"]>, ...(code === undefined ? {} : { code }), ...(credential === undefined ? {} : { credential }) })
                : proof.mutate({ password })
            }
            beside={cancel}
          />
        )}
      </Stack>
    </Modal>
  );
}

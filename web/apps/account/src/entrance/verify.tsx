/**
 * What a message leads to that asks "is this address yours?". Nothing happens before a press of the button: programs
 * that look at mail open its links as well.
 */
import { Button, Stack } from "@mantine/core";
import { confirmEmail, confirmRegistration } from "@sallyport/api/entrance.ts";
import { isProblem } from "@sallyport/api/problem.ts";
import { Entrance } from "@sallyport/ui/entrance.tsx";
import { ProblemNote } from "@sallyport/ui/problem-note.tsx";
import { useMutation } from "@tanstack/react-query";
import { Incomplete, Notice } from "./notice.tsx";

interface VerifyProps {
  token: string | null;
  what: string | null;
}

export function Verify({ token, what }: VerifyProps) {
  if (token === null) return <Incomplete from="our message" />;
  return what === "registration" ? <Registration token={token} /> : <Email token={token} />;
}

const Spent = () => <Notice title="The link no longer works">It was used already, or is too old. If your address is not confirmed yet, sign in and have another message sent.</Notice>;

function Registration({ token }: { token: string }) {
  const confirm = useMutation({ mutationFn: confirmRegistration });
  if (isProblem(confirm.error, "link_spent")) return <Spent />;
  if (confirm.isSuccess) return <Notice title="Your account is ready">Sign in with your e-mail address and the password that you chose.</Notice>;
  return <Ask title="Finish your account" lead="With this you confirm that the address is yours." action="Finish the account" pending={confirm.isPending} error={confirm.error} onConfirm={() => confirm.mutate(token)} />;
}

function Email({ token }: { token: string }) {
  const confirm = useMutation({ mutationFn: confirmEmail });
  if (isProblem(confirm.error, "link_spent")) return <Spent />;
  if (confirm.isSuccess) {
    return confirm.data.done ? (
      <Notice title="Your address is confirmed" href="/account" action="Go to your account">
        It is the address of your account.
      </Notice>
    ) : (
      <Notice title="One address has agreed" href="/account" action="Go to your account">
        Now open the link in the message to the other address. The change is made when both have agreed.
      </Notice>
    );
  }
  return <Ask title="Confirm your address" lead="With this you confirm what our message asked you." action="Confirm" pending={confirm.isPending} error={confirm.error} onConfirm={() => confirm.mutate(token)} />;
}

interface AskProps {
  title: string;
  lead: string;
  action: string;
  pending: boolean;
  error: unknown;
  onConfirm: () => void;
}

function Ask({ title, lead, action, pending, error, onConfirm }: AskProps) {
  return (
    <Entrance title={title} lead={lead}>
      <Stack gap="md">
        <ProblemNote error={error} />
        <Button autoFocus loading={pending} onClick={onConfirm} fullWidth>
          {action}
        </Button>
      </Stack>
    </Entrance>
  );
}

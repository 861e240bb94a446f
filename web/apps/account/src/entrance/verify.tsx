/**
 * What a message leads to that asks "is this address yours?". Nothing happens before a press of the button: programs
 * that look at mail open its links as well.
 */
import { Button, Stack } from "@mantine/core";
import { confirmEmail } from "@sallyport/api/entrance.ts";
import { isProblem } from "@sallyport/api/problem.ts";
import { Entrance } from "@sallyport/ui/entrance.tsx";
import { ProblemNote } from "@sallyport/ui/problem-note.tsx";
import { useMutation } from "@tanstack/react-query";
import { Incomplete, Notice } from "./notice.tsx";

export function Verify({ token }: { token: string | null }) {
  const confirmation = useMutation({ mutationFn: confirmEmail });
  if (token === null) return <Incomplete from="our message" />;
  if (isProblem(confirmation.error, "link_spent")) {
    return <Notice title="The link no longer works">It was used already, or is too old. If your address is not confirmed yet, sign in and have another message sent.</Notice>;
  }
  if (confirmation.isSuccess) return confirmation.data.done ? <Agreed /> : <Half />;
  return (
    <Entrance title="Confirm your address" lead="With this you agree to what our message asked. If you did not ask for it, close this page: then nothing happens.">
      <Stack gap="md">
        <ProblemNote error={confirmation.error} />
        <Button autoFocus loading={confirmation.isPending} onClick={() => confirmation.mutate(token)} fullWidth>
          Confirm
        </Button>
      </Stack>
    </Entrance>
  );
}

const Agreed = () => (
  <Notice title="Your address is confirmed" href="/account" action="Go to your account">
    It is the address of your account.
  </Notice>
);

const Half = () => (
  <Notice title="One address has agreed" href="/account" action="Go to your account">
    Now open the link in the message to the other address. The change is made when both have agreed.
  </Notice>
);

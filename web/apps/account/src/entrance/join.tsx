/** What an invitation leads to: who invites whom, then a name and a password. */
import { lookAtInvitation, useAcceptInvitation } from "@sallyport/api/entrance.ts";
import { isProblem } from "@sallyport/api/problem.ts";
import { NewAccount } from "./new-account.tsx";
import { Incomplete, Notice } from "./notice.tsx";

export function Join({ token }: { token: string | null }) {
  const accept = useAcceptInvitation();
  if (token === null) return <Incomplete from="your invitation" />;
  return (
    <NewAccount
      token={token}
      title="Your invitation"
      loading="Loading the invitation"
      look={lookAtInvitation}
      take={accept}
      words={({ tenant }) => ({ title: `Join ${tenant}`, lead: "You were invited to work with its apps.", address: "The invitation is for this address." })}
      over={over}
    />
  );
}

const over = (error: unknown) => (isProblem(error, "link_spent") ? <Spent /> : null);

const Spent = () => (
  <Notice title="The invitation no longer works">
    It was used already, was taken back, or is older than seven days. If you have an account, sign in; else ask for another invitation.
  </Notice>
);

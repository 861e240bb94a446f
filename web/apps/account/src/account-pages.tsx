/**
 * Everybody's own account, and the ways to one: invitations, registration, a forgotten password. What a link leads to is
 * for who is not signed in, so it stands before the gate.
 */
import "@sallyport/ui/styles-work.ts";
import { SessionGate } from "@sallyport/ui/session-gate.tsx";
import { NotFound } from "@sallyport/ui/states.tsx";
import { Join } from "./entrance/join.tsx";
import { Register } from "./entrance/register.tsx";
import { Reset } from "./entrance/reset.tsx";
import { Verify } from "./entrance/verify.tsx";
import { readToken, takeToken } from "./link.ts";
import { OwnAccount } from "./own/own-account.tsx";

const token = takeToken(location, history);

// another link of the same kind, opened in this tab, changes the fragment alone
globalThis.addEventListener("hashchange", () => {
  if (readToken(location.hash) !== null) location.reload();
});

export function AccountPages() {
  switch (location.pathname.split("/")[1]) {
    case "join":
      return <Join token={token} />;
    case "register":
      return <Register token={token} />;
    case "reset":
      return <Reset token={token} />;
    case "verify":
      return <Verify token={token} />;
    case "account":
      return (
        <SessionGate>
          <OwnAccount />
        </SessionGate>
      );
    default:
      return <NotFound level={1} />;
  }
}

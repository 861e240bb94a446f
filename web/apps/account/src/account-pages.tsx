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
import { takeLink } from "./link.ts";
import { OwnAccount } from "./own/own-account.tsx";

const link = takeLink(location, history);

// another link of the same kind, opened in this tab, changes the fragment alone
globalThis.addEventListener("hashchange", () => {
  if (new URLSearchParams(location.hash.slice(1)).has("token")) location.reload();
});

export function AccountPages() {
  switch (location.pathname.split("/")[1]) {
    case "join":
      return <Join token={link.token} />;
    case "register":
      return <Register />;
    case "reset":
      return <Reset token={link.token} />;
    case "verify":
      return <Verify token={link.token} what={link.what} />;
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

/** Says that one's password has to be changed, in the last week before it ends. */
import { accountQuery } from "@sallyport/api/account.ts";
import { exactTime } from "@sallyport/ui/time.ts";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

const WEEK = 7 * 86_400_000;

export function PasswordEnds() {
  const account = useQuery(accountQuery);
  const [now] = useState(() => Date.now());
  const ends = account.data?.password_ends_at ?? null;
  if (ends === null || Date.parse(ends) - now > WEEK) return null;
  return (
    <div className="own-notice" role="note">
      Your password is good until {exactTime(new Date(ends))}. Change it before under <a href="/account/security">Sign-in</a>: after that, signing in leads to nothing else.
    </div>
  );
}

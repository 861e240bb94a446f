/** Says once in a browser's tab that a second factor will be needed, for as long as there is time to set one up in peace. */
import { notifications } from "@mantine/notifications";
import type { Whoami } from "@sallyport/api/types.ts";
import { useEffect } from "react";
import { exactTime } from "./time.ts";

const NOTICE = "second-factor-due";

export const dueText = (due: string): string => `From ${exactTime(new Date(due)).slice(0, 10)} on, signing in takes a second factor.`;

export function DueNotice({ session }: { session: Whoami }) {
  const due = session.second_factor_due_at ?? null;
  useEffect(() => {
    // the place where it is set up says so itself
    if (due === null || location.pathname.startsWith("/account") || sessionStorage.getItem(NOTICE) === due) return;
    notifications.show({
      id: NOTICE,
      color: "accent",
      autoClose: false,
      title: "A second factor will be needed",
      message: (
        <>
          {dueText(due)} <a href="/account/security">Set one up now</a>
        </>
      ),
      onClose: () => sessionStorage.setItem(NOTICE, due),
    });
  }, [due]);
  return null;
}

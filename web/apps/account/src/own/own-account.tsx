/** One's own account: who one is here, how one signs in, where one is signed in, and the keys of one's programs. */
import { useFocusKept } from "@sallyport/ui/focus-kept.ts";
import { useSession } from "@sallyport/ui/session-gate.tsx";
import { NotFound } from "@sallyport/ui/states.tsx";
import { TopBar } from "@sallyport/ui/top-bar.tsx";
import { WorkShell } from "@sallyport/ui/work-shell.tsx";
import { type ComponentType, useEffect } from "react";
import { KeysPage } from "./keys/keys-page.tsx";
import { ProfilePage } from "./profile-page.tsx";
import { SecurityPage } from "./security-page.tsx";
import { SessionsPage } from "./sessions-page.tsx";
import { linkTo, type Place, places, usePlace } from "./use-place.ts";
import "./own.css";

const pages: Record<Place["path"], ComponentType> = {
  "/account": ProfilePage,
  "/account/security": SecurityPage,
  "/account/sessions": SessionsPage,
  "/account/keys": KeysPage,
};

export function OwnAccount() {
  const session = useSession();
  const here = usePlace();
  useFocusKept();
  const Page = here === undefined ? undefined : pages[here.path];
  useEffect(() => {
    document.title = `${here?.label ?? "Not found"} · Your account · Sallyport`;
  }, [here]);
  return (
    <WorkShell
      topBar={<TopBar session={session} title="Your account" />}
      placesLabel="Your account"
      places={places.map(({ path, label, Icon }) => (
        <a key={path} className="place" aria-current={path === here?.path ? "page" : undefined} {...linkTo(path)}>
          <Icon size={16} aria-hidden="true" />
          {label}
        </a>
      ))}
    >
      {Page === undefined ? (
        <NotFound level={1} home="/account" />
      ) : (
        <div className="own">
          <Page />
        </div>
      )}
    </WorkShell>
  );
}

import { can } from "@sallyport/api/abilities.ts";
import { useSession } from "@sallyport/ui/session-gate.tsx";
import { NotFound } from "@sallyport/ui/states.tsx";
import { TopBar } from "@sallyport/ui/top-bar.tsx";
import { WorkShell } from "@sallyport/ui/work-shell.tsx";
import { Link, Navigate, Outlet, useLocation } from "@tanstack/react-router";
import { type ReactNode, useEffect } from "react";
import { useFocusKept } from "@sallyport/ui/focus-kept.ts";
import { type Ability, placesFor } from "./places.ts";

/** On a narrow screen the places are a line that is longer than the screen: the one that is open is in sight. */
function useCurrentPlaceInSight() {
  // draws again with every address
  useLocation();
  useEffect(() => {
    document.querySelector('.place[aria-current="page"]')?.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
}

/** Tabs and histories are told apart by their titles. */
function useTitle(place: string | undefined) {
  useEffect(() => {
    document.title = [place, "Administration", "Sallyport"].filter(Boolean).join(" · ");
  }, [place]);
}

export function Frame() {
  const session = useSession();
  const { pathname } = useLocation();
  useCurrentPlaceInSight();
  useFocusKept();
  const mine = placesFor(session);
  useTitle(mine.find(({ to }) => pathname === to || pathname.startsWith(`${to}/`))?.label);
  return (
    <WorkShell
      topBar={<TopBar session={session} title="Administration" />}
      placesLabel="Administration"
      places={
        mine.length === 0
          ? undefined
          : mine.map(({ to, label, Icon }) => (
              <Link key={to} to={to} className="place" activeProps={{ "aria-current": "page" }}>
                <Icon size={16} aria-hidden="true" />
                {label}
              </Link>
            ))
      }
    >
      {mine.length === 0 ? <NotFound level={1} /> : <Outlet />}
    </WorkShell>
  );
}

/** The first place that the person may enter. */
export function Start() {
  const [first] = placesFor(useSession());
  return first === undefined ? <NotFound level={1} /> : <Navigate to={first.to} replace />;
}

/** A direct link to a place without the right to it looks as if the place were not there. */
export function Allowed({ ability, children }: { ability: Ability; children: ReactNode }) {
  return can(useSession(), ability) ? children : <NotFound home="/admin" level={1} />;
}

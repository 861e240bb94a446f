/** The bar at the top of every page: where you are on the left, who you are on the right. */
import type { Whoami } from "@sallyport/api/types.ts";
import type { ReactNode } from "react";
import { BrandMark } from "./brand.tsx";
import { PersonMenu } from "./person-menu.tsx";
import { SchemeSwitch } from "./scheme-switch.tsx";
import "./top-bar.css";

interface TopBarProps {
  session: Whoami;
  /** Where the mark leads. */
  home?: string;
  /** The name of the place: an app, a page, "Administration". */
  title: ReactNode;
  /** What belongs to this place and is always at hand. */
  actions?: ReactNode;
}

export function TopBar({ session, home = "/", title, actions }: TopBarProps) {
  return (
    <header className="top-bar">
      <a className="top-bar-home" href={home} aria-label="All apps" title="All apps">
        <BrandMark />
      </a>
      <div className="top-bar-title">{title}</div>
      <div className="top-bar-actions">{actions}</div>
      <SchemeSwitch />
      <PersonMenu session={session} />
    </header>
  );
}

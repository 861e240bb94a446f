import { Menu, UnstyledButton } from "@mantine/core";
import type { AppView, ViewPage } from "@sallyport/runtime/view.ts";
import { useSession } from "@sallyport/ui/session-gate.tsx";
import { TopBar } from "@sallyport/ui/top-bar.tsx";
import { IconChevronDown } from "@tabler/icons-react";
import type { MouseEvent } from "react";
import { formatAddress, go, type Address } from "./address.ts";

type AppBarProps = { readonly view: AppView; readonly current: string | null };

/** A thin bar: the app, its pages, the person. */
export function AppBar({ view, current }: AppBarProps) {
  const session = useSession();
  const pages = view.pages.filter((page) => page.in_menu);
  return (
    <TopBar
      session={session}
      title={
        <div className="app-bar">
          <span className="app-bar-name">{view.name}</span>
          {pages.length > 1 && <PageLinks view={view} pages={pages} current={current} />}
          {pages.length > 1 && <PageMenu view={view} pages={pages} current={current} />}
        </div>
      }
    />
  );
}

type PagesProps = AppBarProps & { readonly pages: readonly ViewPage[] };

function PageLinks({ view, pages, current }: PagesProps) {
  return (
    <nav className="app-bar-pages" aria-label="Pages">
      {pages.map((page) => (
        <a key={page.id} className="app-bar-page" aria-current={page.id === current ? "page" : undefined} {...linkTo(view, page)}>
          {page.title}
        </a>
      ))}
    </nav>
  );
}

/** The same for narrow screens. */
function PageMenu({ view, pages, current }: PagesProps) {
  const shown = view.pages.find((page) => page.id === current);
  return (
    <div className="app-bar-menu">
      <Menu position="bottom-start" width={220}>
        <Menu.Target>
          <UnstyledButton className="app-bar-page" aria-label={`Pages, now ${shown?.title ?? "none"}`}>
            <span>{shown?.title ?? "Pages"}</span>
            <IconChevronDown size={14} aria-hidden="true" />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          {pages.map((page) => (
            <Menu.Item key={page.id} component="a" aria-current={page.id === current ? "page" : undefined} {...linkTo(view, page)}>
              {page.title}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}

/** A real link, so that it can be opened in a tab of its own; a plain click stays in the page. */
function linkTo(view: AppView, page: ViewPage) {
  const address: Address = { app: view.id, page: page.name, params: {}, bar: true };
  return {
    href: formatAddress(address),
    onClick: (event: MouseEvent) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button !== 0) return;
      event.preventDefault();
      go(address);
    },
  };
}

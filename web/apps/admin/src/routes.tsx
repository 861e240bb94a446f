import { ErrorState, NotFound } from "@sallyport/ui/states.tsx";
import { createRootRoute, createRoute, createRouter } from "@tanstack/react-router";
import { LedgerPage } from "./audit/ledger-page.tsx";
import { parseLedgerSearch } from "./audit/ledger-search.ts";
import { DatasourcePage } from "./datasources/datasource-page.tsx";
import { parseEnvironment } from "./datasources/environments.ts";
import { DatasourcesPage } from "./datasources/datasources-page.tsx";
import { Allowed, Frame, Start } from "./frame.tsx";
import { GroupsPage } from "./groups/groups-page.tsx";
import { PeoplePage } from "./people/people-page.tsx";
import { parsePeopleSearch } from "./people/people-search.ts";

const root = createRootRoute({
  component: Frame,
  notFoundComponent: () => <NotFound home="/admin" level={1} />,
  errorComponent: ({ error, reset }) => <ErrorState level={1} error={error} onRetry={reset} />,
});

const start = createRoute({ getParentRoute: () => root, path: "/", component: Start });

const audit = createRoute({
  getParentRoute: () => root,
  path: "/audit",
  validateSearch: parseLedgerSearch,
  component: function Audit() {
    const navigate = audit.useNavigate();
    return (
      <Allowed ability="audit.read">
        <LedgerPage search={audit.useSearch()} onSearch={(search) => void navigate({ search })} />
      </Allowed>
    );
  },
});

const datasources = createRoute({
  getParentRoute: () => root,
  path: "/datasources",
  component: function Datasources() {
    const navigate = datasources.useNavigate();
    const open = (datasource: string) => void navigate({ to: "/datasources/$datasource", params: { datasource } });
    return (
      <Allowed ability="datasource.list">
        <DatasourcesPage onOpen={open} />
      </Allowed>
    );
  },
});

const datasource = createRoute({
  getParentRoute: () => root,
  path: "/datasources/$datasource",
  validateSearch: parseEnvironment,
  component: function OneDatasource() {
    const navigate = datasource.useNavigate();
    const id = datasource.useParams().datasource;
    return (
      <Allowed ability="datasource.list">
        <DatasourcePage
          key={id}
          datasource={id}
          environment={datasource.useSearch().environment ?? "development"}
          onEnvironment={(environment) => void navigate({ search: { environment }, replace: true })}
          onGone={() => void navigate({ to: "/datasources" })}
        />
      </Allowed>
    );
  },
});

const people = createRoute({
  getParentRoute: () => root,
  path: "/people",
  validateSearch: parsePeopleSearch,
  component: function People() {
    const navigate = people.useNavigate();
    return (
      <Allowed ability="person.list">
        <PeoplePage search={people.useSearch()} onSearch={(search) => void navigate({ search, replace: true })} />
      </Allowed>
    );
  },
});

const groups = createRoute({
  getParentRoute: () => root,
  path: "/groups",
  component: () => (
    <Allowed ability="group.list">
      <GroupsPage />
    </Allowed>
  ),
});

export const router = createRouter({
  routeTree: root.addChildren([start, audit, datasources, datasource, people, groups]),
  basepath: "/admin",
  defaultPreload: false,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}

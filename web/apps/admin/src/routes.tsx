import { ErrorState, NotFound } from "@sallyport/ui/states.tsx";
import { createRootRoute, createRoute, createRouter } from "@tanstack/react-router";
import { LedgerPage } from "./audit/ledger-page.tsx";
import { parseLedgerSearch } from "./audit/ledger-search.ts";
import { DatasourcePage } from "./datasources/datasource-page.tsx";
import { parseEnvironment } from "./datasources/environments.ts";
import { DatasourcesPage } from "./datasources/datasources-page.tsx";
import { Allowed, Frame, Start } from "./frame.tsx";
import { GroupsPage } from "./groups/groups-page.tsx";
import { parseGroupsSearch } from "./groups/groups-search.ts";
import { KeysPage } from "./keys/keys-page.tsx";
import { parseKeysSearch } from "./keys/keys-search.ts";
import { MailPage } from "./mail/mail-page.tsx";
import { parseMailSearch } from "./mail/mail-search.ts";
import { BulkPage } from "./people/invitations/bulk-page.tsx";
import { InvitationsPage } from "./people/invitations/invitations-page.tsx";
import { PeoplePage } from "./people/people-page.tsx";
import { parsePeopleSearch } from "./people/people-search.ts";
import { SecurityPage } from "./security/security-page.tsx";
import { ServiceAccountsPage } from "./service-accounts/service-accounts-page.tsx";
import { parseServiceSearch } from "./service-accounts/service-search.ts";
import { SignInPolicyPage } from "./sign-in-policy/sign-in-policy-page.tsx";
import { SmsGatewayPage } from "./sign-in-policy/sms-gateway-page.tsx";

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

const invitations = createRoute({
  getParentRoute: () => root,
  path: "/people/invitations",
  component: () => (
    <Allowed ability="invitation.list">
      <InvitationsPage />
    </Allowed>
  ),
});

const bulkInvitation = createRoute({
  getParentRoute: () => root,
  path: "/people/invitations/bulk",
  component: () => (
    <Allowed ability="invitation.list">
      <BulkPage />
    </Allowed>
  ),
});

const groups = createRoute({
  getParentRoute: () => root,
  path: "/groups",
  validateSearch: parseGroupsSearch,
  component: function Groups() {
    const navigate = groups.useNavigate();
    return (
      <Allowed ability="group.list">
        <GroupsPage search={groups.useSearch()} onSearch={(search) => void navigate({ search, replace: true })} />
      </Allowed>
    );
  },
});

const serviceAccounts = createRoute({
  getParentRoute: () => root,
  path: "/service-accounts",
  validateSearch: parseServiceSearch,
  component: function ServiceAccounts() {
    const navigate = serviceAccounts.useNavigate();
    return (
      <Allowed ability="service_account.list">
        <ServiceAccountsPage search={serviceAccounts.useSearch()} onSearch={(search) => void navigate({ search, replace: true })} />
      </Allowed>
    );
  },
});

const keys = createRoute({
  getParentRoute: () => root,
  path: "/service-accounts/keys",
  validateSearch: parseKeysSearch,
  component: function Keys() {
    const navigate = keys.useNavigate();
    return (
      <Allowed ability="key.list">
        <KeysPage search={keys.useSearch()} onSearch={(search) => void navigate({ search, replace: true })} />
      </Allowed>
    );
  },
});

const signInPolicy = createRoute({
  getParentRoute: () => root,
  path: "/sign-in-policy",
  component: () => (
    <Allowed ability="sign_in_policy.set">
      <SignInPolicyPage />
    </Allowed>
  ),
});

const smsGateway = createRoute({
  getParentRoute: () => root,
  path: "/sign-in-policy/sms-gateway",
  component: () => (
    <Allowed ability="sms_gateway.set">
      <SmsGatewayPage />
    </Allowed>
  ),
});

const mail = createRoute({
  getParentRoute: () => root,
  path: "/mail",
  validateSearch: parseMailSearch,
  component: function Mail() {
    const navigate = mail.useNavigate();
    return (
      <Allowed ability="mail.list">
        <MailPage search={mail.useSearch()} onSearch={(search) => void navigate({ search, replace: true })} />
      </Allowed>
    );
  },
});

const security = createRoute({
  getParentRoute: () => root,
  path: "/security",
  component: () => (
    <Allowed ability="security.view">
      <SecurityPage />
    </Allowed>
  ),
});

export const router = createRouter({
  routeTree: root.addChildren([start, audit, datasources, datasource, people, invitations, bulkInvitation, groups, serviceAccounts, keys, signInPolicy, smsGateway, mail, security]),
  basepath: "/admin",
  defaultPreload: false,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}

/** The mock server's answers about accounts: invitations, sessions, factors, keys, mail, the policy. */
import { groups, people } from "./mock-data.ts";
import { Refusal, type Route, found, freeRoute, mint, page } from "./mock-route.ts";
import type { ApiKey, FactorOfPerson, Group, Invitation, NewInvitation, NewKey, Person, QueuedMail, SecurityOverview, ServiceAccount, SessionOfPerson, SignInPolicy, SmsGateway } from "./types.ts";

const id = (kind: string, number: number): string => `${kind}_${number.toString(16).padStart(32, "e")}`;

export interface AdministrationState {
  mail: boolean;
  invitations: Invitation[];
  sessions: SessionOfPerson[];
  factors: Record<string, FactorOfPerson[]>;
  policy: SignInPolicy;
  gateway: SmsGateway | null;
  accounts: ServiceAccount[];
  keys: ApiKey[];
  queue: QueuedMail[];
  overview: SecurityOverview;
}

const policy: SignInPolicy = {
  registration: { open_to: "closed", domains: [] },
  passwords: { min_alone: 15, min_with_factor: 8, complexity: false, expires_after_days: null, history: 0 },
  second_factor: { everyone: false, roles: ["administrator"], groups: [], grace_days: 7, email_codes: false, sms_codes: false },
  sessions: { idle_minutes: 60, absolute_hours: 12, most: 10, proof_minutes: 10 },
  rates: {
    person: { per_minute: 6000, burst: 1000 },
    key: { per_minute: 6000, burst: 1000 },
    address: { per_minute: 60_000, burst: 5000 },
  },
};

const session = (number: number, device: string, address: string): SessionOfPerson => ({
  id: id("session", number),
  current: number === 1,
  created_at: "2026-11-22T08:00:00Z",
  last_used_at: `2026-11-22T1${number}:30:00Z`,
  expires_at: "2026-11-22T20:00:00Z",
  address,
  user_agent: "Mozilla/5.0",
  device,
  methods: number === 1 ? ["password", "totp"] : ["passkey"],
});

const factor = (number: number, kind: FactorOfPerson["kind"], name: string): FactorOfPerson => ({
  id: id("factor", number),
  kind,
  name,
  created_at: "2026-10-01T09:00:00Z",
  last_used_at: number === 1 ? "2026-11-22T08:00:00Z" : null,
  detail: kind === "sms" ? "+49 ••• 4711" : null,
});

const nobody = "someone";
const named = (index: number): Person => people[index] ?? { id: nobody, email: nobody, name: nobody, status: "active", roles: [], groups: [], created_at: "2026-02-01T08:00:00Z", last_sign_in_at: null, email_verified_at: null, password_set_at: null, second_factor: null, attributes: {} };

const key = (number: number, name: string, owner: ApiKey["owner"], part: Partial<ApiKey> = {}): ApiKey => ({
  id: id("key", number),
  name,
  owner,
  permissions: ["read"],
  apps: [],
  workspaces: [],
  addresses: [],
  created_by: named(0).id,
  created_at: "2026-09-01T08:00:00Z",
  expires_at: "2027-03-01T08:00:00Z",
  rotated_at: null,
  old_secret_until: null,
  last_used_at: null,
  last_address: null,
  ...part,
});

const nightly: ServiceAccount = { id: id("person", 90), name: "nightly-import", description: "Copies orders from the shop each night", roles: [], groups: groups.slice(0, 1), status: "active", created_at: "2026-09-01T08:00:00Z" };
const owner = { kind: "service", id: nightly.id, name: nightly.name } as const;

const summaryOf = ({ id: person, name, email }: Person) => ({ id: person, name, email });

export const administrationState: AdministrationState = {
  mail: true,
  invitations: [
    { id: id("invitation", 1), email: "hana.sato@example.com", name: "Hana Sato", roles: ["developer"], groups: [], created_at: "2026-11-21T09:00:00Z", expires_at: "2026-11-28T09:00:00Z" },
    { id: id("invitation", 2), email: "igor@example.com", name: null, roles: [], groups: groups.slice(0, 1).map((group) => group.id), created_at: "2026-11-10T09:00:00Z", expires_at: "2026-11-17T09:00:00Z" },
  ],
  sessions: [session(1, "Firefox on Linux", "10.20.0.7"), session(2, "Safari on iPhone", "198.51.100.23")],
  factors: { [named(0).id]: [factor(1, "totp", "Authenticator"), factor(2, "passkey", "Laptop")] },
  policy,
  gateway: null,
  accounts: [nightly],
  keys: [key(1, "import from the shop", owner, { permissions: ["read", "run_queries"], last_used_at: "2026-11-22T02:00:00Z", last_address: "10.20.0.99", addresses: ["10.0.0.0/8"] }), key(2, "laptop script", { kind: "person", id: named(1).id, name: named(1).name })],
  queue: [
    { id: id("mail", 1), channel: "email", to: "hana.sato@example.com", kind: "invitation", subject: "You are invited to Example", state: "sent", attempts: 1, next_at: null, last_error: null, created_at: "2026-11-21T09:00:00Z" },
    { id: id("mail", 2), channel: "email", to: "igor@example.com", kind: "invitation", subject: "You are invited to Example", state: "failed", attempts: 5, next_at: null, last_error: "550 5.1.1 no such mailbox", created_at: "2026-11-10T09:00:00Z" },
    { id: id("mail", 3), channel: "email", to: "greta.lund@example.com", kind: "password_reset", subject: "Choose another password", state: "waiting", attempts: 2, next_at: "2026-11-22T18:30:00Z", last_error: "421 try again later", created_at: "2026-11-22T18:00:00Z" },
  ],
  overview: {
    people: people.length,
    active: people.length - 1,
    without_second_factor: people.slice(1, 5).map((person, index) => ({ ...summaryOf(person), required: index === 0, due_at: index === 0 ? "2026-11-29T00:00:00Z" : null })),
    without_second_factor_count: 4,
    inactive: [{ ...summaryOf(named(6)), last_sign_in_at: null }],
    inactive_count: 1,
    failed_sign_ins: Array.from({ length: 30 }, (_, day) => ({ day: new Date(Date.UTC(2026, 9, 24 + day)).toISOString().slice(0, 10), count: day === 21 ? 48 : (day * 7) % 5 })),
    failed_sign_ins_complete: true,
    waits: [
      { at: "2026-11-21T07:42:00Z", of_account: true, account: { id: named(0).id, name: named(0).name }, tried: "password", tries: 12, wait_seconds: 4, place: "198.51.100.23" },
      { at: "2026-11-14T22:10:00Z", of_account: false, account: null, tried: "password", tries: 100, wait_seconds: 1, place: "2001:db8:7::/64" },
    ],
    sessions: { total: 9, by_place: [{ address: "10.20.0.7", sessions: 6, people: 4 }, { address: "198.51.100.23", sessions: 3, people: 3 }] },
  },
};

export const noAdministration: AdministrationState = {
  ...administrationState,
  mail: false,
  invitations: [],
  sessions: [],
  factors: {},
  accounts: [],
  keys: [],
  queue: [],
  overview: { ...administrationState.overview, people: 0, active: 0, without_second_factor: [], without_second_factor_count: 0, inactive: [], inactive_count: 0, failed_sign_ins: [], waits: [], sessions: { total: 0, by_place: [] } },
};

interface State {
  people: Person[];
  groups: Group[];
  administration: AdministrationState;
}

const NOW = "2026-11-22T18:00:00Z";
const LATER = "2026-11-29T18:00:00Z";

function invitationRoutes({ people: accounts, administration: state }: State): Route[] {
  const link = () => (state.mail ? null : `https://tools.example.com/join#token=${mint("token")}`);
  const taken = (email: string) => accounts.some((person) => person.email === email) || state.invitations.some((invitation) => invitation.email === email);
  const invited = ({ email, name, roles, groups: into }: NewInvitation) => {
    const invitation: Invitation = { id: mint("invitation"), email, name: name ?? null, roles, groups: into, created_at: NOW, expires_at: LATER };
    state.invitations.push(invitation);
    return { invitation, link: link() };
  };
  const refusal = { status: 409, code: "taken", title: "Already taken", detail: "the address has an account or an invitation already", errors: [{ path: "email", message: "has an account or an invitation already" }] };
  const at = (path: Record<string, string>) => found(state.invitations.find((invitation) => invitation.id === path["invitation"]));
  return [
    freeRoute("get", "/invitations", () => page(state.invitations)),
    freeRoute("post", "/invitations", ({ body }) => {
      const offer = body as unknown as NewInvitation;
      if (taken(offer.email)) throw new Refusal(refusal);
      return invited(offer);
    }),
    freeRoute("post", "/invitations/bulk", ({ body }) => ({
      items: (body["items"] as NewInvitation[]).map((offer) =>
        taken(offer.email) ? { email: offer.email, invitation: null, link: null, problem: refusal } : { email: offer.email, ...invited(offer), problem: null },
      ),
    })),
    freeRoute("post", "/invitations/{invitation}/resend", ({ path }) => ({ invitation: Object.assign(at(path), { expires_at: LATER }), link: link() })),
    freeRoute("delete", "/invitations/{invitation}", ({ path }) => {
      state.invitations.splice(state.invitations.indexOf(at(path)), 1);
      return null;
    }),
  ];
}

function personRoutes({ people: accounts, administration: state }: State): Route[] {
  const at = (path: Record<string, string>) => found(accounts.find((person) => person.id === path["person"]));
  return [
    freeRoute("get", "/people/{person}", ({ path }) => at(path)),
    freeRoute("delete", "/people/{person}", ({ path }) => {
      accounts.splice(accounts.indexOf(at(path)), 1);
      return null;
    }),
    freeRoute("get", "/people/{person}/sessions", () => page(state.sessions)),
    freeRoute("delete", "/people/{person}/sessions", () => {
      state.sessions = [];
      return null;
    }),
    freeRoute("delete", "/people/{person}/sessions/{session}", ({ path }) => {
      state.sessions = state.sessions.filter((one) => one.id !== path["session"]);
      return null;
    }),
    freeRoute("delete", "/sessions", () => ({ ended: 8 })),
    freeRoute("get", "/people/{person}/factors", ({ path }) => {
      const items = state.factors[at(path).id] ?? [];
      return { items, recovery_codes_left: items.length === 0 ? 0 : 8, required: false, due_at: null, allowed: [] };
    }),
    freeRoute("delete", "/people/{person}/factors", ({ path }) => {
      delete state.factors[at(path).id];
      return null;
    }),
    freeRoute("post", "/people/{person}/password-reset", () => ({ link: state.mail ? null : `https://tools.example.com/reset#token=${mint("token")}` })),
  ];
}

function groupRoutes({ groups: all }: State): Route[] {
  const at = (path: Record<string, string>) => found(all.find((group) => group.id === path["group"]));
  return [
    freeRoute("patch", "/groups/{group}", ({ path, body }) => Object.assign(at(path), body)),
    freeRoute("delete", "/groups/{group}", ({ path }) => {
      all.splice(all.indexOf(at(path)), 1);
      return null;
    }),
  ];
}

function policyRoutes({ administration: state }: State): Route[] {
  return [
    freeRoute("get", "/sign-in-policy", () => state.policy),
    freeRoute("put", "/sign-in-policy", ({ body }) => {
      const next = body as unknown as SignInPolicy;
      if (next.passwords.min_alone < 8) {
        throw new Refusal({ status: 422, code: "invalid_request", title: "Not valid", detail: "the request is not valid", errors: [{ path: "passwords.min_alone", message: "must be from 8 to 64" }] });
      }
      return (state.policy = next);
    }),
    freeRoute("get", "/sign-in-options", () => ({ tenant: "Example", registration: state.policy.registration.open_to, passkeys: true, mail: state.mail, min_password: state.policy.passwords.min_alone })),
    freeRoute("get", "/sms-gateway", () => ({ gateway: state.gateway })),
    freeRoute("put", "/sms-gateway", ({ body }) => {
      const { secret, ...rest } = body;
      const has = secret === undefined ? (state.gateway?.has_secret ?? false) : secret !== null;
      return { gateway: (state.gateway = { ...(rest as unknown as SmsGateway), has_secret: has }) };
    }),
    freeRoute("delete", "/sms-gateway", () => (state.gateway = null)),
    freeRoute("post", "/sms-gateway/test", ({ body }) => {
      state.queue.unshift({ id: mint("mail"), channel: "sms", to: `+49 ••• ${String(body["phone"]).slice(-4)}`, kind: "test", subject: "A test by SMS", state: "waiting", attempts: 0, next_at: NOW, last_error: null, created_at: NOW });
      return null;
    }),
  ];
}

function keyRoutes({ groups: all, administration: state }: State): Route[] {
  const account = (path: Record<string, string>) => found(state.accounts.find((one) => one.id === path["account"]));
  const one = (path: Record<string, string>) => found(state.keys.find((item) => item.id === path["key"]));
  const among = (ids: unknown) => all.filter((group) => Array.isArray(ids) && ids.includes(group.id));
  const secret = () => `sallyport_${mint("example").replace("_", "")}_0badc0de`;
  return [
    freeRoute("get", "/service-accounts", () => page(state.accounts)),
    freeRoute("post", "/service-accounts", ({ body }) => {
      const made = { ...(body as unknown as ServiceAccount), id: mint("person"), groups: among(body["groups"]), status: "active" as const, created_at: NOW };
      state.accounts.push(made);
      return made;
    }),
    freeRoute("patch", "/service-accounts/{account}", ({ path, body }) => {
      const { groups: ids, ...rest } = body;
      return Object.assign(account(path), rest, ids === undefined ? {} : { groups: among(ids) });
    }),
    freeRoute("delete", "/service-accounts/{account}", ({ path }) => {
      const gone = account(path);
      state.accounts = state.accounts.filter((item) => item !== gone);
      state.keys = state.keys.filter((item) => item.owner.id !== gone.id);
      return null;
    }),
    freeRoute("get", "/service-accounts/{account}/keys", ({ path }) => page(state.keys.filter((item) => item.owner.id === account(path).id))),
    freeRoute("post", "/service-accounts/{account}/keys", ({ path, body }) => {
      const { id: holder, name } = account(path);
      const wanted = body as unknown as NewKey;
      const made = key(state.keys.length + 5, wanted.name, { kind: "service", id: holder, name }, { ...wanted, id: mint("key"), created_at: NOW });
      state.keys.push(made);
      return { key: made, secret: secret() };
    }),
    freeRoute("post", "/service-accounts/{account}/keys/{key}/rotate", ({ path }) => ({ key: Object.assign(one(path), { old_secret_until: LATER }), secret: secret() })),
    freeRoute("get", "/keys", () => page(state.keys)),
    freeRoute("delete", "/keys/{key}", ({ path }) => {
      const gone = one(path);
      state.keys = state.keys.filter((item) => item !== gone);
      return null;
    }),
  ];
}

function mailRoutes({ administration: state }: State): Route[] {
  return [
    freeRoute("get", "/mail", ({ query }) => page(state.queue.filter((mail) => (query.get("state") ?? mail.state) === mail.state))),
    freeRoute("post", "/mail/{mail}/retry", ({ path }) => {
      Object.assign(found(state.queue.find((mail) => mail.id === path["mail"])), { state: "waiting", next_at: NOW });
      return null;
    }),
    freeRoute("post", "/mail/test", () => {
      if (state.mail) return null;
      throw new Refusal({ status: 409, code: "no_mail", title: "No mail can be sent", detail: "no SMTP server is configured" });
    }),
    freeRoute("get", "/security-overview", () => state.overview),
  ];
}

export function administrationRoutes(state: State): Route[] {
  return [invitationRoutes, personRoutes, groupRoutes, policyRoutes, keyRoutes, mailRoutes].flatMap((routes) => routes(state));
}

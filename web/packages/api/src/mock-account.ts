/** Invented answers for coming in and for one's own account; see `mock.ts`. Right codes are `123456`, right passwords `correct`. */
import type { Account, OwnKey, Factor, FactorKind, Factors, KeyOrder, OwnSession } from "./account.ts";
import type { SecondStep, FactorMethod, SignInOptions } from "./entrance.ts";
import { whoami } from "./mock-data.ts";
import { Refusal, type Route, freeRoute } from "./mock-route.ts";
import type { Whoami } from "./types.ts";

export interface AccountState {
  options: SignInOptions;
  /** What a sign-in asks for after the password; none: nothing. */
  second: FactorMethod[];
  /** Whether sensitive acts go without another proof. */
  proved: boolean;
  account: Account;
  factors: Factors;
  sessions: OwnSession[];
  keys: OwnKey[];
  /** Links that work, by their token. */
  links: Record<string, "invitation" | "reset" | "registration" | "email">;
}

const at = "2026-11-20T09:12:00Z";

const made = { owner: { id: whoami.person.id, name: whoami.person.name, kind: "person" as const }, created_by: whoami.person.id, rotated_at: null };

export const accountState = (): AccountState =>
  structuredClone({
    options: { tenant: "Example", registration: "closed", passkeys: true, mail: true, min_password: 15 },
    second: [],
    proved: true,
    account: { ...whoami.person, email_verified_at: at, password_set_at: at, password_ends_at: null, created_at: "2026-02-11T08:30:00Z", groups: [{ id: "group_1", name: "Support" }] },
    factors: {
      items: [
        { id: "factor_1", kind: "totp", name: "Authenticator app", created_at: at, last_used_at: at, detail: null },
        { id: "factor_2", kind: "passkey", name: "Passkey on Linux", created_at: at, last_used_at: null, detail: null },
      ],
      recovery_codes_left: 8,
      required: false,
      due_at: null,
      allowed: ["totp", "passkey"],
    },
    sessions: [
      { id: "session_1", current: true, created_at: at, last_used_at: "2026-11-22T18:00:00Z", expires_at: "2026-11-23T06:00:00Z", address: "10.20.0.7", user_agent: "Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0", device: "Chrome on Linux", methods: ["password", "totp"] },
      { id: "session_2", current: false, created_at: at, last_used_at: "2026-11-21T11:30:00Z", expires_at: "2026-11-23T06:00:00Z", address: "203.0.113.80", user_agent: "Mozilla/5.0 (iPhone)", device: "Safari on iPhone", methods: ["passkey"] },
    ],
    keys: [
      { id: "api_key_1", name: "Nightly export", permissions: ["read"], ...made, workspaces: [], apps: [], addresses: ["203.0.113.0/24"], created_at: at, expires_at: "2027-05-20T00:00:00Z", old_secret_until: null, last_used_at: null, last_address: null },
    ],
    links: { invited: "invitation", resets: "reset", registers: "registration", mails: "email" },
  } satisfies AccountState);

const spent = () => new Refusal({ status: 410, code: "link_spent", title: "Link no longer valid", detail: "this link was used already, has expired, or never was", hint: "ask for another one" });
const wrong = () => new Refusal({ status: 401, code: "sign_in_failed", title: "Sign-in failed", detail: "the code is not right", hint: "check it and try again" });
const step = (methods: FactorMethod[]): SecondStep => ({ state: "second_factor", ticket: "ticket_1", methods, passkey: null, expires_at: "2026-11-22T18:10:00Z" });

interface Holder {
  session: Whoami | null;
  account: AccountState;
}

export function accountRoutes(state: Holder): Route[] {
  const own = state.account;
  const signedIn = () => {
    state.session = structuredClone(whoami);
    own.proved = true;
    return { state: "signed_in", ...state.session };
  };
  const offer = (token: unknown, purpose: AccountState["links"][string]) => {
    if (own.links[String(token)] !== purpose) throw spent();
    return { tenant: own.options.tenant, email: "new@example.com", name: "Nia New" };
  };
  const link = (token: unknown, purpose: AccountState["links"][string]) => {
    if (own.links[String(token)] !== purpose) throw spent();
    delete own.links[String(token)];
  };
  const fresh = () => {
    if (!own.proved) throw new Refusal({ status: 403, code: "proof_required", title: "Fresh proof required", detail: "this takes a fresh proof of who you are", hint: "prove who you are and try again" });
  };
  return [
    freeRoute("get", "/sign-in-options", () => own.options),
    freeRoute("post", "/session", ({ body }) => {
      if (body["password"] !== "correct") throw new Refusal({ status: 401, code: "sign_in_failed", title: "Sign-in failed", detail: "the e-mail or the password is not right", hint: "check both and try again" });
      return own.second.length > 0 ? step(own.second) : signedIn();
    }),
    freeRoute("post", "/session/second-factor", ({ body }) => {
      if (body["ticket"] !== "ticket_1") throw spent();
      if (body["code"] !== "123456") throw wrong();
      return signedIn();
    }),
    freeRoute("post", "/session/second-factor/code", () => null),
    freeRoute("post", "/session/passkey/challenge", () => ({ ticket: "ticket_2", options: { challenge: "AAAA", userVerification: "required" } })),
    freeRoute("post", "/session/passkey", () => signedIn()),
    freeRoute("post", "/session/proof/challenge", () => ({ methods: ["password", "totp"], ticket: "ticket_3", passkey: null })),
    freeRoute("post", "/session/proof", ({ body }) => {
      if (body["password"] !== "correct" && body["code"] !== "123456") throw new Refusal({ status: 403, code: "proof_failed", title: "Not proved", detail: "that is not right", hint: "try again" });
      own.proved = true;
      return state.session;
    }),
    freeRoute("post", "/passwords/assess", ({ body }) => {
      const { length } = String(body["password"]);
      return length < 15 ? { score: 1, acceptable: false, faults: ["a password has at least 15 characters"], advice: ["add another word or two"] } : { score: 4, acceptable: true, faults: [], advice: [] };
    }),
    freeRoute("post", "/invitations/look", ({ body }) => offer(body["token"], "invitation")),
    freeRoute("post", "/invitations/accept", ({ body }) => (link(body["token"], "invitation"), signedIn())),
    freeRoute("post", "/registration", () => null),
    freeRoute("post", "/registration/look", ({ body }) => offer(body["token"], "registration")),
    freeRoute("post", "/registration/confirm", ({ body }) => (link(body["token"], "registration"), signedIn())),
    freeRoute("post", "/email/confirm", ({ body }) => (link(body["token"], "email"), { done: true })),
    freeRoute("post", "/password-reset", () => null),
    freeRoute("post", "/password-reset/confirm", ({ body }) => {
      if (String(body["password"]).length < 15) throw new Refusal({ status: 422, code: "invalid_request", title: "Invalid request", detail: "too short", errors: [{ path: "password", message: "a password has at least 15 characters" }] });
      link(body["token"], "reset");
      return null;
    }),
    ...ownRoutes(state, fresh),
  ];
}

function ownRoutes(state: Holder, fresh: () => void): Route[] {
  const own = state.account;
  const begin = (kind: FactorKind) => ({
    ticket: `enrol_${kind}`,
    totp: kind === "totp" ? { secret: "JBSWY3DPEHPK3PXP", uri: "otpauth://totp/Example:ada?secret=JBSWY3DPEHPK3PXP&issuer=Example" } : null,
    passkey: null,
    sent_to: kind === "email" ? "a…@example.com" : null,
  });
  return [
    freeRoute("get", "/account", () => own.account),
    freeRoute("patch", "/account", ({ body }) => Object.assign(own.account, body)),
    freeRoute("post", "/account/email", () => (fresh(), null)),
    freeRoute("post", "/account/email/verify", () => null),
    freeRoute("post", "/account/password", ({ body }) => {
      if (body["current"] !== "correct") throw new Refusal({ status: 422, code: "invalid_request", title: "Invalid request", detail: "wrong", errors: [{ path: "current", message: "is not your password" }] });
      if (state.session !== null) state.session = structuredClone(whoami);
      return null;
    }),
    freeRoute("get", "/account/factors", () => own.factors),
    freeRoute("post", "/account/factors", ({ body }) => (fresh(), begin(body["kind"] as FactorKind))),
    freeRoute("post", "/account/factors/confirm", ({ body }) => {
      if (body["code"] !== "123456") throw wrong();
      const factor: Factor = { id: `factor_${own.factors.items.length + 1}`, kind: "totp", name: String(body["name"]), created_at: at, last_used_at: null, detail: null };
      const first = own.factors.items.length === 0;
      own.factors.items.push(factor);
      if (state.session !== null) state.session = structuredClone(whoami);
      return { factor, recovery_codes: first ? ["AAAAA-BBBBB", "CCCCC-DDDDD"] : null };
    }),
    freeRoute("patch", "/account/factors/{factor}", ({ path, body }) => {
      const factor = own.factors.items.find(({ id }) => id === path["factor"]);
      return Object.assign(factor ?? {}, body);
    }),
    freeRoute("delete", "/account/factors/{factor}", ({ path }) => {
      fresh();
      own.factors.items = own.factors.items.filter(({ id }) => id !== path["factor"]);
      return null;
    }),
    freeRoute("post", "/account/recovery-codes", () => (fresh(), { codes: ["EEEEE-FFFFF", "GGGGG-HHHHH"] })),
    freeRoute("get", "/account/sessions", () => ({ items: own.sessions })),
    freeRoute("delete", "/account/sessions", () => {
      fresh();
      own.sessions = own.sessions.filter(({ current }) => current);
      return null;
    }),
    freeRoute("delete", "/account/sessions/{session}", ({ path }) => {
      fresh();
      own.sessions = own.sessions.filter(({ id }) => id !== path["session"]);
      return null;
    }),
    freeRoute("get", "/account/keys", () => ({ items: own.keys })),
    freeRoute("post", "/account/keys", ({ body }) => {
      fresh();
      const key: OwnKey = { apps: [], addresses: [], ...(body as unknown as KeyOrder), id: `api_key_${own.keys.length + 1}`, ...made, workspaces: [], created_at: at, old_secret_until: null, last_used_at: null, last_address: null };
      own.keys.push(key);
      return { key, secret: "sallyport_7d21aa_0123456789abcdefghijklmnopqrstuvwxyz_c0ffee" };
    }),
    freeRoute("post", "/account/keys/{key}/rotate", ({ path }) => {
      fresh();
      return { key: own.keys.find(({ id }) => id === path["key"]), secret: "sallyport_7d21aa_zyxwvutsrqponmlkjihgfedcba9876543210_c0ffee" };
    }),
    freeRoute("delete", "/account/keys/{key}", ({ path }) => {
      own.keys = own.keys.filter(({ id }) => id !== path["key"]);
      return null;
    }),
  ];
}

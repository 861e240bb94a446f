// @vitest-environment happy-dom
import { fullState } from "@sallyport/api/mock.ts";
import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { SessionGate, useSession } from "./session-gate.tsx";
import { press, problemAnswer, show, write } from "./testing.tsx";

afterEach(cleanup);

const Work = () => <p>Work of {useSession().person.name}</p>;

function open(change: (state: ReturnType<typeof fullState>) => void = () => undefined, answers = {}) {
  const state = { ...fullState(), session: null };
  change(state);
  return show(
    <SessionGate>
      <Work />
    </SessionGate>,
    state,
    answers,
  );
}

async function password() {
  await screen.findByRole("heading", { name: "Sign in" });
  write("E-mail", "ada.brandt@example.com");
  write("Password", "correct");
  press("Sign in");
}

test("an account with a second factor is asked for it after the password", async () => {
  const { last } = open((state) => {
    state.account.second = ["totp", "recovery"];
  });
  await password();
  await screen.findByRole("heading", { name: "One more step" });
  const code = screen.getByLabelText<HTMLInputElement>("Code");
  expect([code.autocomplete, code.inputMode]).toEqual(["one-time-code", "numeric"]);

  write("Code", "123 456");
  press("Sign in");

  await screen.findByText("Work of Ada Brandt");
  expect(last("POST /session/second-factor")).toEqual({ ticket: "ticket_1", method: "totp", code: "123456" });
});

test("a wrong code says so and empties the field; another way is one press away", async () => {
  const { last } = open((state) => {
    state.account.second = ["totp", "recovery"];
  });
  await password();
  await screen.findByRole("heading", { name: "One more step" });
  write("Code", "000000");
  press("Sign in");
  expect((await screen.findByRole("alert")).textContent).toContain("The code is not right.");
  expect(screen.getByLabelText<HTMLInputElement>("Code").value).toBe("");

  press("Use a recovery code");
  await waitFor(() => expect(screen.queryByRole("alert")).toBeNull());
  write("Recovery code", "123456");
  press("Sign in");

  await screen.findByText("Work of Ada Brandt");
  expect(last("POST /session/second-factor")).toMatchObject({ method: "recovery" });
});

test("a code by e-mail is sent when it is asked for, not before", async () => {
  const { asked } = open((state) => {
    state.account.second = ["email"];
  });
  await password();
  await screen.findByRole("heading", { name: "One more step" });
  const sent = () => asked.filter(({ what }) => what === "POST /session/second-factor/code").length;
  expect(sent()).toBe(0);

  press("Send the code");
  await screen.findByText(/We sent a code to your e-mail address/);
  expect(sent()).toBe(1);
  write("Code", "123456");
  press("Sign in");

  await screen.findByText("Work of Ada Brandt");
});

test("a sign-in that has run out begins again, and says why", async () => {
  open((state) => {
    state.account.second = ["totp"];
  }, { "POST /session/second-factor": problemAnswer(410, { code: "link_spent" }) });
  await password();
  await screen.findByRole("heading", { name: "One more step" });
  write("Code", "123456");
  press("Sign in");

  await screen.findByRole("heading", { name: "Sign in" });
  expect(screen.getByText(/took too long, or too many codes were wrong/)).toBeTruthy();
});

test("too many tries say how long to wait", async () => {
  open(() => undefined, { "POST /session": problemAnswer(429, { code: "rate_limited", detail: "too many tries", hint: "wait a while" }, { "retry-after": "90" }) });
  await password();

  const note = await screen.findByRole("alert");
  expect(note.textContent).toContain("Too many tries.");
  expect(note.textContent).toMatch(/You can try again in 90 seconds/);
});

test("what else there is depends on the organisation", async () => {
  open((state) => {
    state.account.options = { ...state.account.options, registration: "open", mail: false };
  });

  await screen.findByRole("link", { name: "Create an account" });
  expect(screen.queryByRole("link", { name: /Forgot/ })).toBeNull();
  expect(screen.getByText(/Ask an administrator for a link/)).toBeTruthy();
});

test("an account for who is invited alone is not offered", async () => {
  open();

  await screen.findByRole("link", { name: "Forgot your password?" });
  expect(screen.queryByRole("link", { name: "Create an account" })).toBeNull();
});

test("a sign-in that is not complete offers nothing but what it wants", async () => {
  const state = fullState();
  state.account.factors = { ...state.account.factors, items: [], required: true };
  state.session = { ...state.session!, confined: true, confined_for: "second_factor" };
  const { asked } = show(
    <SessionGate>
      <Work />
    </SessionGate>,
    state,
  );
  await screen.findByRole("heading", { name: "Set up a second factor" });
  expect(screen.queryByText(/Work of/)).toBeNull();

  fireEvent.click(await screen.findByRole("button", { name: /Authenticator app/ }));
  await screen.findByRole("img", { name: /QR code/ });
  write("The code that the app shows", "123456");
  press("Add it");
  await screen.findByRole("list", { name: "Recovery codes" });
  press("I have kept them");
  expect(screen.getByText(/You have not copied/)).toBeTruthy();
  press("Go on without a copy");

  await screen.findByText("Work of Ada Brandt");
  expect(asked.some(({ what }) => what === "POST /account/factors/confirm")).toBe(true);
});

test("a password that has to be changed is changed before anything else", async () => {
  const state = fullState();
  state.session = { ...state.session!, confined: true, confined_for: "password" };
  const { last } = show(
    <SessionGate>
      <Work />
    </SessionGate>,
    state,
  );
  await screen.findByRole("heading", { name: "Choose another password" });
  write("Password now", "correct");
  write("New password", "four words that nobody says");
  press("Change the password");

  await screen.findByText("Work of Ada Brandt");
  expect(last("POST /account/password")).toEqual({ current: "correct", password: "four words that nobody says" });
});

test("a session that stops short under one's hands hides the page until it is in order", async () => {
  const state = fullState();
  show(
    <SessionGate>
      <Work />
    </SessionGate>,
    state,
  );
  const work = await screen.findByText("Work of Ada Brandt");
  state.session = { ...state.session!, confined: true, confined_for: "password" };
  const server = globalThis.fetch;
  vi.stubGlobal("fetch", (request: Request) =>
    request.url.endsWith("/people/person_1") ? Promise.resolve(problemAnswer(403, { code: "sign_in_incomplete" })()) : server(request),
  );
  const { changePerson } = await import("@sallyport/api/people.ts");
  await changePerson("person_1", {}).catch(() => null);

  await screen.findByRole("heading", { name: "Choose another password" });
  expect(work.closest("[hidden]")).not.toBeNull();
  write("Password now", "correct");
  write("New password", "four words that nobody says");
  press("Change the password");

  await waitFor(() => expect(work.closest("[hidden]")).toBeNull());
});

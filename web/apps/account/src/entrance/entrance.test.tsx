// @vitest-environment happy-dom
import { fullState } from "@sallyport/api/mock.ts";
import { press, problemAnswer, show, write } from "@sallyport/ui/testing.tsx";
import { act, cleanup, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { Join } from "./join.tsx";
import { Register } from "./register.tsx";
import { Reset } from "./reset.tsx";
import { Verify } from "./verify.tsx";

afterEach(cleanup);

const WORDS = "four words that nobody says";
const opened = (registration: "open" | "domains" | "closed") => {
  const state = fullState();
  state.account.options.registration = registration;
  return state;
};

test("an invitation says whose it is and makes the account", async () => {
  const replace = vi.spyOn(location, "replace").mockImplementation(() => undefined);
  const { last } = show(<Join token="invited" />);
  await screen.findByRole("heading", { name: "Join Example" });
  expect(screen.getByLabelText<HTMLInputElement>("E-mail").readOnly).toBe(true);
  expect(screen.getByLabelText<HTMLInputElement>("Your name").value).toBe("Nia New");

  write("Password", WORDS);
  press("Create your account");

  await vi.waitFor(() => expect(replace).toHaveBeenCalledWith("/"));
  expect(last("POST /invitations/accept")).toEqual({ token: "invited", name: "Nia New", password: WORDS });
});

test("a spent invitation, and one without its secret, say what to do", async () => {
  show(<Join token="used" />);
  await screen.findByRole("heading", { name: "The invitation no longer works" });
  cleanup();
  show(<Join token={null} />);
  expect(screen.getByRole("heading", { name: "The link is incomplete" })).toBeTruthy();
});

test("registration takes a name and an address, and ends with the same words whoever asks", async () => {
  const { last } = show(<Register token={null} />, opened("open"));
  await screen.findByRole("heading", { name: "Create an account" });
  await screen.findByLabelText("Your name");
  press("Go on");
  expect(screen.getByText("Write your name.")).toBeTruthy();
  expect(screen.queryByLabelText("Password")).toBeNull();
  write("Your name", "Nia New");
  write("E-mail", "new@example.com");
  press("Go on");

  await screen.findByRole("heading", { name: "Look into your mailbox" });
  expect(last("POST /registration")).toEqual({ name: "Nia New", email: "new@example.com" });
});

test("the link of a registration asks for the password and makes the account, once", async () => {
  const replace = vi.spyOn(location, "replace").mockImplementation(() => undefined);
  const { asked, last } = show(<Register token="registers" />, opened("open"));
  await screen.findByRole("heading", { name: "Your account at Example" });
  expect(screen.getByLabelText<HTMLInputElement>("E-mail").value).toBe("new@example.com");
  expect(asked.map(({ what }) => what)).not.toContain("POST /registration/confirm");
  write("Password", WORDS);
  press("Create your account");

  await vi.waitFor(() => expect(replace).toHaveBeenCalledWith("/"));
  expect(last("POST /registration/confirm")).toEqual({ token: "registers", name: "Nia New", password: WORDS });
  await act(async () => undefined);
  expect(asked.filter(({ what }) => what === "POST /registration/look")).toHaveLength(1);
  cleanup();

  show(<Register token="used" />, opened("open"));
  await screen.findByRole("heading", { name: "The link no longer works" });
  expect(screen.getByRole("link", { name: "Ask for another one" }).getAttribute("href")).toBe("/register");
});

test("where registration was closed meanwhile, its link says so", async () => {
  const closed = problemAnswer(403, { code: "registration_closed", title: "Registration closed", detail: "accounts are made by invitation" });
  show(<Register token="registers" />, undefined, { "POST /registration/look": closed });

  expect(await screen.findByRole("heading", { name: "By invitation only" })).toBeTruthy();
});

test("where registration is closed there is no form", async () => {
  show(<Register token={null} />, opened("closed"));

  expect(await screen.findByRole("heading", { name: "By invitation only" })).toBeTruthy();
});

test("a forgotten password: the answer does not say whether there is an account", async () => {
  const { last } = show(<Reset token={null} />);
  write("E-mail", "somebody@example.com");
  press("Send the link");

  await screen.findByText(/If there is an account of somebody@example.com/);
  expect(last("POST /password-reset")).toEqual({ email: "somebody@example.com" });
});

test("another password is chosen with the link, once", async () => {
  show(<Reset token="resets" />);
  write("New password", "short");
  press("Change the password");
  await screen.findByText("A password has at least 15 characters.");
  write("New password", WORDS);
  press("Change the password");
  await screen.findByRole("heading", { name: "Your password is changed" });
  cleanup();

  show(<Reset token="used" />);
  write("New password", WORDS);
  press("Change the password");
  await screen.findByRole("heading", { name: "The link no longer works" });
  expect(screen.getByRole("link", { name: "Ask for another link" }).getAttribute("href")).toBe("/reset");
});

test("a link in a message does nothing before a press of the button", async () => {
  const { asked } = show(<Verify token="mails" />);
  await screen.findByRole("button", { name: "Confirm" });
  expect(asked).toEqual([]);

  press("Confirm");
  await screen.findByRole("heading", { name: "Your address is confirmed" });
});

test("one of two addresses has agreed", async () => {
  show(<Verify token="mails" />, undefined, { "POST /email/confirm": () => Response.json({ done: false }) });
  press("Confirm");

  expect(await screen.findByRole("heading", { name: "One address has agreed" })).toBeTruthy();
});

test("a spent link says so, and nothing else is tried", async () => {
  const { asked } = show(<Verify token="used" />);
  press("Confirm");
  expect(await screen.findByRole("heading", { name: "The link no longer works" })).toBeTruthy();
  expect(asked.map(({ what }) => what)).toEqual(["POST /email/confirm"]);
});

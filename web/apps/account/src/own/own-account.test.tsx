// @vitest-environment happy-dom
import { fullState, type MockState } from "@sallyport/api/mock.ts";
import { rangesIn } from "@sallyport/ui/keys/new-key.ts";
import { permissionLabel } from "@sallyport/ui/keys/permissions.ts";
import { SessionGate } from "@sallyport/ui/session-gate.tsx";
import { press, show, write } from "@sallyport/ui/testing.tsx";
import { cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { OwnAccount } from "./own-account.tsx";
import { inOrder } from "./sessions-page.tsx";
import { placeAt } from "./use-place.ts";

afterEach(() => {
  cleanup();
  history.replaceState(null, "", "/");
});

async function open(path: string, change: (state: MockState) => void = () => undefined) {
  history.replaceState(null, "", path);
  const state = fullState();
  change(state);
  const shown = show(
    <SessionGate>
      <OwnAccount />
    </SessionGate>,
    state,
  );
  await screen.findByRole("navigation", { name: "Your account" });
  return shown;
}

test("an address is one of the account's places, or none", () => {
  expect(placeAt("/account")?.label).toBe("Profile");
  expect(placeAt("/account/keys/")?.label).toBe("API keys");
  expect(placeAt("/account/other")).toBeUndefined();
});

test("a place is a link that stays in the page", async () => {
  await open("/account");
  await screen.findByRole("heading", { name: "Profile" });

  fireEvent.click(screen.getByRole("link", { name: "Sessions" }));

  await screen.findByRole("heading", { name: "Sessions" });
  expect(location.pathname).toBe("/account/sessions");
  expect(screen.getByRole("link", { name: "Sessions" }).getAttribute("aria-current")).toBe("page");
});

test("a password that ends within a week is said so on the first page and where it is changed", async () => {
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
  for (const path of ["/account", "/account/security"]) {
    await open(path, (state) => {
      state.account.account.password_ends_at = inDays(6);
    });
    await screen.findByText(/Your password is good until/);
    cleanup();
  }

  await open("/account/security", (state) => {
    state.account.account.password_ends_at = inDays(8);
  });

  await screen.findByText(/Good until/);
  expect(screen.queryByText(/Your password is good until/)).toBeNull();
});

test("a name is saved, an empty one is not", async () => {
  const { last } = await open("/account");
  await screen.findByLabelText("Your name");
  write("Your name", " ");
  press("Save");
  await screen.findByText("Write your name.");

  write("Your name", "Ada B. Brandt");
  press("Save");

  await waitFor(() => expect(last("PATCH /account")).toEqual({ name: "Ada B. Brandt" }));
});

test("another address takes a fresh proof, and the word of both addresses", async () => {
  const { asked } = await open("/account", (state) => {
    state.account.proved = false;
  });
  fireEvent.click(await screen.findByRole("button", { name: "Change" }));
  write("New address", "ada@elsewhere.example");
  press("Ask both addresses");
  const proof = within(await screen.findByRole("dialog", { name: "Prove who you are" }));
  fireEvent.change(await proof.findByLabelText("Password"), { target: { value: "correct" } });
  fireEvent.click(proof.getByRole("button", { name: "Continue" }));

  await screen.findByText(/A message is on its way to ada.brandt@example.com and to ada@elsewhere.example/);
  expect(asked.filter(({ what }) => what === "POST /account/email")).toHaveLength(2);
});

test("a first second factor is proved, and its recovery codes are seen to the end", async () => {
  await open("/account/security", (state) => {
    state.account.factors = { ...state.account.factors, items: [], due_at: "2026-12-03T00:00:00Z", required: true };
  });
  await screen.findByText(/on, signing in takes a second factor/);
  press("Add a second factor");
  fireEvent.click(await screen.findByRole("button", { name: /Authenticator app/ }));
  await screen.findByRole("img", { name: /QR code/ });
  expect(screen.getByLabelText("The key").textContent).toBe("JBSW Y3DP EHPK 3PXP");
  write("The code that the app shows", "123456");
  press("Add it");

  await screen.findByRole("dialog", { name: "Your recovery codes" });
  expect(screen.queryByRole("button", { name: "Close" })).toBeNull();
  press("I have kept them");
  press("Go on without a copy");
  await screen.findByText("Recovery codes");
  expect(screen.getByRole("button", { name: "Rename Authenticator app" })).toBeTruthy();
});

test("a second factor is renamed and removed", async () => {
  const { last } = await open("/account/security");
  fireEvent.click(await screen.findByRole("button", { name: "Rename Authenticator app" }));
  write("Name", "Telephone");
  press("Save");
  await screen.findByText("Telephone");
  expect(last("PATCH /account/factors/factor_1")).toEqual({ name: "Telephone" });

  press("Remove Telephone");
  fireEvent.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Remove" }));
  await waitFor(() => expect(screen.queryByText("Telephone")).toBeNull());
});

test("the session at hand comes first and cannot be ended here", async () => {
  await open("/account/sessions");
  const list = within(await screen.findByRole("list", { name: "Your sessions" }));
  const [first] = list.getAllByRole("listitem");
  expect(first?.textContent).toContain("This session");
  expect(list.getAllByRole("button").map((button) => button.getAttribute("aria-label"))).toEqual(["End the session on Safari on iPhone"]);

  press("End all others");
  fireEvent.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "End them" }));
  await screen.findByText("You are signed in nowhere else.");
  expect(inOrder(fullState().account.sessions.toReversed()).map(({ id }) => id)).toEqual(["session_1", "session_2"]);
});

test("a key is made for what it may do, from where, and until when; its secret is told once", async () => {
  const { last } = await open("/account/keys", (state) => {
    state.account.keys = [];
  });
  await screen.findByRole("heading", { name: "No keys yet" });
  press("New key");
  await screen.findByRole("dialog", { name: "New API key" });
  press("Create key");
  await screen.findByText("Give it a name.");
  write("Name", "Nightly");
  fireEvent.click(screen.getByLabelText("Run queries"));
  write("From these addresses only", "203.0.113.0/24, 2001:db8::/32");
  press("Create key");

  await screen.findByRole("dialog", { name: "The secret of Nightly" });
  expect(screen.getByLabelText("The secret").textContent).toMatch(/^sallyport_/);
  expect(last("POST /account/keys")).toMatchObject({ name: "Nightly", permissions: ["read", "run_queries"], addresses: ["203.0.113.0/24", "2001:db8::/32"] });
  press("I have copied it");
  await screen.findByText("Nightly");
  expect(screen.queryByText(/0123456789abcdef/)).toBeNull();
});

test("a key is rotated with an overlap, and revoked", async () => {
  const { last } = await open("/account/keys");
  fireEvent.click(await screen.findByRole("button", { name: "Rotate Nightly export" }));
  press("Rotate key");
  await screen.findByRole("dialog", { name: "The secret of Nightly export" });
  expect(last("POST /account/keys/api_key_1/rotate")).toEqual({ overlap_minutes: 1440 });
  press("I have copied it");

  fireEvent.click(await screen.findByRole("button", { name: "Revoke Nightly export" }));
  press("Revoke key");
  await screen.findByRole("heading", { name: "No keys yet" });
});

test("permissions have words, and addresses any separator", () => {
  expect([permissionLabel("run_queries"), permissionLabel("app.view")]).toEqual(["Run queries", "app.view"]);
  expect(rangesIn(" 10.0.0.0/8,\n::1 ;")).toEqual(["10.0.0.0/8", "::1"]);
});

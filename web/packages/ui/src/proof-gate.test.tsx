// @vitest-environment happy-dom
import { newRecoveryCodes, useAccountAct } from "@sallyport/api/account.ts";
import { fullState } from "@sallyport/api/mock.ts";
import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { ProblemNote } from "./problem-note.tsx";
import { SessionGate } from "./session-gate.tsx";
import { press, problemAnswer, show, write } from "./testing.tsx";

afterEach(cleanup);

function Act() {
  const make = useAccountAct(() => newRecoveryCodes());
  return (
    <>
      <button type="button" onClick={() => make.mutate(undefined)}>
        Make codes
      </button>
      <p>{make.data?.codes.length ?? "none"}</p>
      <p>{make.isPending ? "under way" : "at rest"}</p>
      <ProblemNote error={make.error} />
    </>
  );
}

async function open(answers = {}) {
  const state = fullState();
  state.account.proved = false;
  const shown = show(
    <SessionGate>
      <Act />
    </SessionGate>,
    state,
    answers,
  );
  fireEvent.click(await screen.findByText("Make codes"));
  await screen.findByRole("dialog", { name: "Prove who you are" });
  return shown;
}

test("an act that takes fresh proof asks for it once and then does what was asked", async () => {
  const { asked, last } = await open();
  await screen.findByLabelText("Password");
  write("Password", "wrong");
  press("Continue");
  expect((await screen.findByRole("alert")).textContent).toContain("That is not right.");
  write("Password", "correct");
  press("Continue");

  await screen.findByText("2");
  expect(last("POST /session/proof")).toEqual({ password: "correct" });
  expect(asked.filter(({ what }) => what === "POST /account/recovery-codes")).toHaveLength(2);
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});

test("a code of the authenticator app proves it as well", async () => {
  const { last } = await open();
  await screen.findByLabelText("Password");
  press("Use your authenticator app");
  write("Code", "123456");
  press("Continue");

  await screen.findByText("2");
  expect(last("POST /session/proof")).toEqual({ method: "totp", code: "123456", ticket: "ticket_3" });
});

test("cancelling leaves the screen as it was", async () => {
  const { asked } = await open();
  await screen.findByLabelText("Password");
  press("Cancel");

  await screen.findByText("at rest");
  expect(screen.getByText("none")).toBeTruthy();
  expect(screen.queryByRole("alert")).toBeNull();
  expect(asked.filter(({ what }) => what === "POST /account/recovery-codes")).toHaveLength(1);
});

test("without a session the way in is shown instead of the question", async () => {
  await open({ "POST /session/proof/challenge": problemAnswer(401, { code: "unauthenticated" }) });

  await screen.findByRole("heading", { name: "Sign in" });
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});

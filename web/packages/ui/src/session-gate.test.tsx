// @vitest-environment happy-dom
import { MantineProvider } from "@mantine/core";
import { changePerson } from "@sallyport/api/people.ts";
import { fullState, mockServer } from "@sallyport/api/mock.ts";
import { createQueryClient } from "@sallyport/api/query-client.ts";
import { QueryClientProvider } from "@tanstack/react-query";
import { act, cleanup, configure, fireEvent, render, screen } from "@testing-library/react";
import { useState } from "react";
import { afterEach, expect, test, vi } from "vitest";
import { SessionGate, useSession } from "./session-gate.tsx";

// the way in is loaded when it is needed
configure({ asyncUtilTimeout: 10_000 });
afterEach(cleanup);

function Work() {
  const session = useSession();
  const [count, setCount] = useState(0);
  return (
    <button type="button" onClick={() => setCount(count + 1)}>
      {session.person.name} {count}
    </button>
  );
}

function open(state = fullState()) {
  const server = mockServer(state);
  vi.stubGlobal("fetch", (request: Request) => server(request));
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={createQueryClient()}>
        <SessionGate>
          <Work />
        </SessionGate>
      </QueryClientProvider>
    </MantineProvider>,
  );
  return state;
}

function signIn(password: string) {
  fireEvent.change(screen.getByLabelText("E-mail"), { target: { value: "ada.brandt@example.com" } });
  fireEvent.change(screen.getByLabelText("Password"), { target: { value: password } });
  fireEvent.click(screen.getByRole("button", { name: "Sign in" }));
}

test("nobody sees the page before signing in", async () => {
  open({ ...fullState(), session: null });

  await screen.findByRole("heading", { name: "Sign in" });

  expect(screen.queryByText(/Ada Brandt/)).toBeNull();
});

test("a wrong password says so, empties the field and lets one try again", async () => {
  open({ ...fullState(), session: null });
  await screen.findByRole("heading", { name: "Sign in" });

  signIn("wrong");
  const note = await screen.findByRole("alert");

  expect(note.textContent).toContain("The e-mail or the password is not right.");
  expect(screen.getByLabelText<HTMLInputElement>("Password").value).toBe("");
  signIn("correct");
  await screen.findByText("Ada Brandt 0");
});

test("a session that ends under one's hands hides the page and keeps what was on it", async () => {
  const state = open();
  fireEvent.click(await screen.findByText("Ada Brandt 0"));
  await screen.findByText("Ada Brandt 1");

  vi.stubGlobal("fetch", () =>
    Promise.resolve(new Response(JSON.stringify({ code: "unauthenticated", status: 401 }), { status: 401, headers: { "content-type": "application/problem+json" } })),
  );
  await act(() => changePerson("person_1", {}).catch(() => null));
  await screen.findByRole("heading", { name: "Sign in" });
  expect(screen.getByText("Ada Brandt 1").closest("[hidden]")).not.toBeNull();

  const server = mockServer(state);
  vi.stubGlobal("fetch", (request: Request) => server(request));
  signIn("correct");

  await vi.waitFor(() => expect(screen.getByText("Ada Brandt 1").closest("[hidden]")).toBeNull());
  expect(screen.queryByRole("heading", { name: "Sign in" })).toBeNull();
});

// @vitest-environment happy-dom
import { MantineProvider } from "@mantine/core";
import { fullState, mockServer } from "@sallyport/api/mock.ts";
import { createQueryClient } from "@sallyport/api/query-client.ts";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider, createMemoryHistory, createRootRoute, createRouter } from "@tanstack/react-router";
import { cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { BulkPage } from "./bulk-page.tsx";

afterEach(cleanup);

async function open(mail: boolean) {
  const state = fullState();
  state.administration.mail = mail;
  const server = mockServer(state);
  vi.stubGlobal("fetch", (request: Request) => server(request));
  // a field that grows with its text listens for fonts, of which this document has none
  Object.defineProperty(document, "fonts", { value: new EventTarget(), configurable: true });
  const router = createRouter({ routeTree: createRootRoute({ component: BulkPage }), history: createMemoryHistory() });
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={createQueryClient()}>
        <RouterProvider router={router as never} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  const table = await screen.findByLabelText("Table");
  return { state, write: (value: string) => fireEvent.change(table, { target: { value } }) };
}

const lines = (name: string) => within(screen.getByRole("table", { name })).getAllByRole("row").slice(1).map((row) => row.textContent);

test("nothing is sent before every line was seen, and then only lines without faults", async () => {
  const { state, write } = await open(true);
  const before = state.administration.invitations.length;

  write("kim@example.com,Kim\nnobody\nada.brandt@example.com");

  expect(lines("What will be sent")).toEqual([expect.stringContaining("In order"), expect.stringContaining("not an e-mail address"), expect.stringContaining("account already")]);
  expect(state.administration.invitations).toHaveLength(before);
  fireEvent.click(screen.getByRole("button", { name: "Invite 1 person" }));
  expect((await screen.findByText(/1 person is invited/)).textContent).toBe("1 person is invited. 2 with faults were not sent.");
  expect(state.administration.invitations.slice(before).map(({ email }) => email)).toEqual(["kim@example.com"]);
});

test("a line that failed is said with its reason, and can be mended and sent again", async () => {
  const { state, write } = await open(true);
  write("kim@example.com\nlee@example.com");
  state.administration.invitations.push({ ...state.administration.invitations[0]!, id: "invitation_other", email: "lee@example.com" });

  fireEvent.click(screen.getByRole("button", { name: "Invite 2 people" }));

  await screen.findByText(/1 could not be/);
  expect(lines("What became of each line")).toEqual([expect.stringContaining("Invited"), expect.stringContaining("Has an account or an invitation already.")]);
  fireEvent.click(screen.getByRole("button", { name: "Mend those that failed" }));
  expect(screen.getByLabelText<HTMLTextAreaElement>("Table").value).toContain("lee@example.com");
});

test("where no mail goes, each link is there to be handed over", async () => {
  const { write } = await open(false);
  write("kim@example.com");

  fireEvent.click(screen.getByRole("button", { name: "Invite 1 person" }));

  expect(await screen.findByRole("button", { name: "Copy the link of kim@example.com" })).toBeTruthy();
  expect(screen.getByRole("button", { name: "Copy all links" })).toBeTruthy();
});

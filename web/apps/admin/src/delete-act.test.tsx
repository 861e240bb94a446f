// @vitest-environment happy-dom
import { Problem } from "@sallyport/api/problem.ts";
import { press, show } from "@sallyport/ui/testing.tsx";
import { cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { DeleteAct } from "./delete-act.tsx";

afterEach(cleanup);

const question = async () => within(await screen.findByRole("dialog", { name: "Delete Support" }));

function open(remove: () => Promise<void>) {
  const onGone = vi.fn<() => void>();
  show(
    <DeleteAct name="Support" confirm="Delete the group" remove={remove} onGone={onGone} lead="Deleting cannot be undone.">
      Nobody loses anything.
    </DeleteAct>,
  );
  press("Delete");
  return onGone;
}

test("nothing is deleted before what goes with it was said and agreed to", async () => {
  const remove = vi.fn(() => Promise.resolve());
  const onGone = open(remove);
  const asked = await question();
  expect(asked.getByText("Nobody loses anything.")).toBeTruthy();
  expect(remove).not.toHaveBeenCalled();

  fireEvent.click(asked.getByRole("button", { name: "Delete the group" }));

  await waitFor(() => expect(onGone).toHaveBeenCalledOnce());
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("a refusal is said in the question, and forgotten with it", async () => {
  const onGone = open(() => Promise.reject(new Problem({ code: "conflict", detail: "it is in use" }, 409)));
  fireEvent.click((await question()).getByRole("button", { name: "Delete the group" }));
  await screen.findByText("It is in use.");

  press("Cancel");
  press("Delete");

  await question();
  expect(screen.queryByText("It is in use.")).toBeNull();
  expect(onGone).not.toHaveBeenCalled();
});

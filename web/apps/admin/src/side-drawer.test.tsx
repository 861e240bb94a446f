// @vitest-environment happy-dom
import { MantineProvider, Select } from "@mantine/core";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { OnceDialog } from "./once-dialog.tsx";
import { SideDrawer } from "./side-drawer.tsx";

afterEach(cleanup);

const once = { title: "The key cron", name: "Key", text: "sallyport_secret", lead: "Put it away." };

function show(shown: typeof once | null) {
  const [onClose, onOnce] = [vi.fn(), vi.fn()];
  render(
    <MantineProvider env="test">
      <SideDrawer opened onClose={onClose} title="nightly import">
        <input aria-label="Name" />
        <Select label="Within" data={["North"]} />
        <OnceDialog once={shown} onClose={onOnce} />
      </SideDrawer>
    </MantineProvider>,
  );
  return { onClose, onOnce };
}

test("Escape in the drawer closes it", () => {
  const { onClose } = show(null);

  fireEvent.keyDown(screen.getByLabelText("Name"), { key: "Escape" });

  expect(onClose).toHaveBeenCalledOnce();
});

test("Escape in an open list of choices closes the list alone", () => {
  const { onClose } = show(null);
  const choices = screen.getByRole("combobox", { name: "Within" });
  fireEvent.click(choices);

  fireEvent.keyDown(choices, { key: "Escape" });

  expect(onClose).not.toHaveBeenCalled();
});

test("what is shown once goes away only when its reader says so, and takes no drawer with it", () => {
  const { onClose, onOnce } = show(once);

  fireEvent.keyDown(screen.getByRole("button", { name: "Done" }), { key: "Escape" });

  expect([onClose.mock.calls.length, onOnce.mock.calls.length]).toEqual([0, 0]);
  expect(screen.getByText("sallyport_secret")).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Done" }));
  expect(onOnce).toHaveBeenCalledOnce();
});

// @vitest-environment happy-dom
import { MantineProvider } from "@mantine/core";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { ConfirmDialog, FormDialog } from "./dialog.tsx";

afterEach(cleanup);

function show(asking: boolean) {
  const [onForm, onQuestion] = [vi.fn(), vi.fn()];
  render(
    <MantineProvider env="test">
      <FormDialog opened onClose={onForm} title="New key" submit="Create" pending={false} onSubmit={vi.fn()}>
        <input aria-label="Name" />
      </FormDialog>
      <ConfirmDialog opened={asking} onClose={onQuestion} title="Prove who you are" confirm="Continue" pending={false} onConfirm={vi.fn()}>
        Again
      </ConfirmDialog>
    </MantineProvider>,
  );
  return () => [onForm.mock.calls.length, onQuestion.mock.calls.length];
}

test("Escape closes the question above a form, and leaves the form and what is written in it", () => {
  const closed = show(true);

  fireEvent.keyDown(screen.getByRole("button", { name: "Continue" }), { key: "Escape" });

  expect(closed()).toEqual([0, 1]);
});

test("Escape closes a dialog also when the focus is nowhere", () => {
  const closed = show(false);

  fireEvent.keyDown(document.body, { key: "Escape" });

  expect(closed()).toEqual([1, 0]);
});

// @vitest-environment happy-dom
import { MantineProvider } from "@mantine/core";
import { faultAt } from "@sallyport/api/problem.ts";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { useState } from "react";
import { afterEach, expect, test } from "vitest";
import { useFaultFocus } from "./fault-focus.ts";
import { PasswordField } from "./password-field.tsx";
import { fieldText } from "./problem-text.ts";

afterEach(cleanup);

function Form() {
  const [error, setError] = useState<Error | null>(null);
  const form = useFaultFocus(error);
  return (
    <form
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        setError(faultAt("password", "write a longer one"));
      }}
    >
      <PasswordField label="Password" error={fieldText(error, "password")} />
      <button type="submit">Save</button>
    </form>
  );
}

test("a password at fault says so, is described by what is wrong, and has the focus", () => {
  render(
    <MantineProvider env="test">
      <Form />
    </MantineProvider>,
  );
  const field = screen.getByLabelText<HTMLInputElement>("Password");
  expect(field.getAttribute("aria-invalid")).toBeNull();

  fireEvent.click(screen.getByRole("button", { name: "Save" }));

  expect(field.getAttribute("aria-invalid")).toBe("true");
  expect(document.getElementById(field.getAttribute("aria-describedby") ?? "")?.textContent).toBe("Write a longer one.");
  expect(document.activeElement).toBe(field);
});

function One() {
  return (
    <MantineProvider env="test">
      <PasswordField label="Password" autoComplete="current-password" />
    </MantineProvider>
  );
}

test("a password is hidden until its owner asks to see it, and then no longer than that", () => {
  render(<One />);
  const field = screen.getByLabelText<HTMLInputElement>("Password");
  const toggle = screen.getByRole("button", { name: "Show the password" });
  expect(field.type).toBe("password");

  fireEvent.mouseDown(toggle);
  expect(field.type).toBe("text");

  fireEvent.mouseDown(toggle);
  expect(field.type).toBe("password");
});

test("a password can be pasted, and password managers are told what it is", () => {
  render(<One />);
  const field = screen.getByLabelText<HTMLInputElement>("Password");

  // a handler that forbids it would have prevented the default
  expect(fireEvent.paste(field, { clipboardData: { getData: () => "pasted" } })).toBe(true);
  expect(field.getAttribute("autocomplete")).toBe("current-password");
});

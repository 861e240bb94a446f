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

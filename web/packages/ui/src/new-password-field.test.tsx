// @vitest-environment happy-dom
import { cleanup, fireEvent, screen } from "@testing-library/react";
import { useState } from "react";
import { afterEach, expect, test, vi } from "vitest";
import { NewPasswordField, rating } from "./new-password-field.tsx";
import { problemAnswer, show, write } from "./testing.tsx";

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

function Form() {
  const [password, setPassword] = useState("");
  return <NewPasswordField value={password} onChange={setPassword} error={null} email="ada@example.com" shortest={15} />;
}

test("what the server would refuse is never called good, and what it takes is never called weak", () => {
  expect(rating({ score: 4, acceptable: false }).word).toBe("Weak");
  expect(rating({ score: 0, acceptable: false }).word).toBe("Very weak");
  expect(rating({ score: 1, acceptable: true }).word).toBe("Fair");
  expect(rating({ score: 4, acceptable: true }).word).toBe("Strong");
});

test("it is assessed once when the writing pauses, with advice", async () => {
  const { asked } = show(<Form />);
  for (const text of ["s", "sh", "sho", "short"]) write("Password", text);

  await screen.findByText("Weak");
  expect(screen.getByText("Add another word or two.")).toBeTruthy();
  expect(asked).toEqual([{ what: "POST /passwords/assess", body: { password: "short", email: "ada@example.com" } }]);
});

test("an assessment that fails stands in nobody's way", async () => {
  const { asked } = show(<Form />, undefined, { "POST /passwords/assess": problemAnswer(503, { code: "unavailable" }) });
  write("Password", "four words that nobody says");
  await vi.waitFor(() => expect(asked).toHaveLength(1));

  expect(screen.getByLabelText<HTMLInputElement>("Password").value).toBe("four words that nobody says");
  expect(screen.queryByRole("alert")).toBeNull();
});

test("it takes what is pasted, and can be seen", () => {
  show(<Form />);
  const field = screen.getByLabelText<HTMLInputElement>("Password");

  expect(fireEvent.paste(field, { clipboardData: { getData: () => "x" } })).toBe(true);
  expect([field.maxLength, field.autocomplete, field.type]).toEqual([-1, "new-password", "password"]);
  fireEvent.mouseDown(screen.getByRole("button", { name: "Show the password" }));
  expect(field.type).toBe("text");
});

// @vitest-environment happy-dom
import { MantineProvider } from "@mantine/core";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { useState } from "react";
import { afterEach, expect, test } from "vitest";
import { Choice, Filters, SearchField } from "./filters.tsx";

afterEach(cleanup);

/** As a screen does it: what an address holds is trimmed, and empty is absent. */
function List() {
  const [search, setSearch] = useState<{ text?: string | undefined; status?: string | undefined }>({ status: "active" });
  return (
    <MantineProvider env="test">
      <Filters label="Filter the list" filtered={search.text !== undefined || search.status !== undefined} onClear={() => setSearch({})}>
        <SearchField label="Search by name" value={search.text} onChange={(text) => setSearch({ ...search, text: text.trim() || undefined })} />
        <Choice label="Status" any="Any status" value={search.status} data={[{ value: "active", label: "Active" }]} onChange={(status) => setSearch({ ...search, status: status ?? undefined })} />
      </Filters>
      <output>{JSON.stringify(search)}</output>
    </MantineProvider>
  );
}

const field = () => screen.getByLabelText<HTMLInputElement>("Search by name");
const type = (value: string) => fireEvent.change(field(), { target: { value } });

test("a space that is being typed stays, whatever the address makes of it", () => {
  render(<List />);

  type("ada ");

  expect(field().value).toBe("ada ");
  expect(screen.getByRole("status").textContent).toContain('"text":"ada"');
});

test("clearing the filter empties the search as well", () => {
  render(<List />);
  type("ada");

  fireEvent.click(screen.getByRole("button", { name: "Clear" }));

  expect(field().value).toBe("");
  expect(screen.queryByRole("button", { name: "Clear" })).toBeNull();
});

test("the button in a choice says what it clears, and keyboards reach it", () => {
  render(<List />);
  const button = screen.getByRole("button", { name: "Clear the filter by status" });
  expect(button.tabIndex).toBe(0);

  fireEvent.click(button);

  expect(screen.getByRole("status").textContent).toBe("{}");
});

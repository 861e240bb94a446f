// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { DataTable, type ListColumn } from "./data-table.tsx";

afterEach(cleanup);

const columns: ListColumn<string>[] = [{ key: "name", header: "Name", cell: (row) => row, sortBy: (row) => row }];

const show = (rows: readonly string[], onOpen = vi.fn<(row: string) => void>()) => {
  render(<DataTable label="Names" columns={columns} rows={rows} rowId={(row) => row} onOpen={onOpen} empty={<p>Nothing</p>} />);
  return onOpen;
};

const bodyRows = () => screen.getAllByRole("row").slice(1);

test("one row is in the tab order; arrows move along the rows and Enter opens one", () => {
  const onOpen = show(["a", "b", "c"]);
  const [first, second, third] = bodyRows();
  first!.focus();

  fireEvent.keyDown(first!, { key: "ArrowDown" });
  expect(document.activeElement).toBe(second);
  fireEvent.keyDown(second!, { key: "End" });
  expect(document.activeElement).toBe(third);
  fireEvent.keyDown(third!, { key: "Enter" });

  expect(onOpen).toHaveBeenCalledExactlyOnceWith("c");
  expect(bodyRows().map((row) => row.tabIndex)).toEqual([-1, -1, 0]);
});

test("the header sorts and says which way", () => {
  show(["b", "a"]);

  fireEvent.click(screen.getByRole("button", { name: /Name/ }));

  expect(bodyRows().map((row) => row.textContent)).toEqual(["a", "b"]);
  expect(screen.getByRole("columnheader").getAttribute("aria-sort")).toBe("ascending");
});

test("an empty list says so instead of showing an empty table", () => {
  show([]);

  expect(screen.queryByRole("table")).toBeNull();
  expect(screen.getByText("Nothing")).toBeTruthy();
});

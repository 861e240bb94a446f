// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { useState } from "react";
import { createPortal } from "react-dom";
import { afterEach, expect, test, vi } from "vitest";
import { useFocusKept } from "./focus-kept.ts";

afterEach(cleanup);

function Rows() {
  useFocusKept();
  const [rows, setRows] = useState(["a", "b"]);
  return (
    <section>
      <button type="button">Refresh</button>
      <ul>
        {rows.map((row) => (
          <li key={row}>
            <button type="button" onClick={() => setRows(rows.filter((other) => other !== row))}>
              End {row}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

const end = (name: string) => {
  const button = screen.getByRole("button", { name });
  act(() => button.focus());
  fireEvent.click(button);
};

test("the focus goes to the next of the list when a row goes away, and out of the list when the list is empty", async () => {
  render(<Rows />);

  end("End a");
  await vi.waitFor(() => expect(document.activeElement?.textContent).toBe("End b"));

  end("End b");
  await vi.waitFor(() => expect(document.activeElement?.textContent).toBe("Refresh"));
});

test("a focus that is somewhere is left where it is", async () => {
  render(<Rows />);
  const refresh = screen.getByRole("button", { name: "Refresh" });
  act(() => refresh.focus());

  fireEvent.click(screen.getByRole("button", { name: "End a" }));
  await act(async () => undefined);

  expect(document.activeElement).toBe(refresh);
});

/** A row is ended by a question in a dialog, which goes away together with the row. */
function Asking() {
  useFocusKept();
  const [asked, setAsked] = useState(false);
  const [there, setThere] = useState(true);
  const finish = () => {
    setThere(false);
    setAsked(false);
  };
  return (
    <main>
      <ul>
        <li>{there && <button type="button" onClick={() => setAsked(true)}>End it</button>}</li>
        <li>
          <button type="button">End the other</button>
        </li>
      </ul>
      {createPortal(
        <>
          <button type="button">Close the notice</button>
          {asked && (
            <div role="dialog">
              <button type="button" onClick={finish}>
                Yes
              </button>
            </div>
          )}
        </>,
        document.body,
      )}
    </main>
  );
}

test("the focus goes back to the list when a dialog goes away with the row that it was opened from", async () => {
  render(<Asking />);
  end("End it");

  end("Yes");

  await vi.waitFor(() => expect(document.activeElement?.textContent).toBe("End the other"));
});

/** A drawer whose content goes away before it does itself. */
function Opened() {
  useFocusKept();
  const [stage, setStage] = useState<"whole" | "emptied" | "gone">("whole");
  return (
    <main>
      <button type="button">Row</button>
      {stage !== "gone" && (
        <div role="dialog">
          <button type="button" onClick={() => setStage("gone")}>
            Close
          </button>
          {stage === "whole" && (
            <button type="button" onClick={() => setStage("emptied")}>
              Delete
            </button>
          )}
        </div>
      )}
    </main>
  );
}

test("the focus finds back to the page when a dialog goes away piece by piece", async () => {
  render(<Opened />);
  act(() => screen.getByRole("button", { name: "Row" }).focus());
  end("Delete");
  await vi.waitFor(() => expect(document.activeElement?.textContent).toBe("Close"));

  fireEvent.click(screen.getByRole("button", { name: "Close" }));

  await vi.waitFor(() => expect(document.activeElement?.textContent).toBe("Row"));
});

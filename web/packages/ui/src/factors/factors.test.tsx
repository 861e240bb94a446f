// @vitest-environment happy-dom
import { cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { encodeQR } from "qr";
import { decodeQR } from "qr/decode.js";
import { digitsIn } from "../code-field.tsx";
import { press, problemAnswer, show, write } from "../testing.tsx";
import { waitText } from "../wait-text.tsx";
import { AddFactor } from "./add-factor.tsx";
import { spaced } from "./code-steps.tsx";
import { inOrder } from "./kinds.ts";
import { suggestedName } from "./passkey-steps.tsx";
import { pathOf, QrCode } from "./qr-code.tsx";
import { codesFile, RecoveryCodes } from "./recovery-codes.tsx";

afterEach(cleanup);

const URI = "otpauth://totp/Example:ada.brandt%40example.com?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Example&algorithm=SHA1&digits=6&period=30";

/** The path's squares as a camera would see them. */
function pictureOf(path: string, side: number) {
  const scale = 4;
  const width = side * scale;
  const data = new Uint8Array(width * width * 4).fill(255);
  for (const [, x, y] of path.matchAll(/M(\d+) (\d+)h1v1h-1z/g)) {
    for (let at = 0; at < scale * scale; at += 1) {
      const pixel = ((Number(y) * scale + Math.floor(at / scale)) * width + Number(x) * scale + (at % scale)) * 4;
      data.fill(0, pixel, pixel + 3);
    }
  }
  return { width, height: width, data };
}

test("a camera reads from the drawn code what went into it", () => {
  const { container } = show(<QrCode text={URI} label="QR code" />);
  const svg = container.querySelector("svg");
  const side = Number(svg?.getAttribute("viewBox")?.split(" ")[2]);

  expect(decodeQR(pictureOf(svg?.querySelector("path")?.getAttribute("d") ?? "", side))).toBe(URI);
  expect(container.querySelector("[style]")).toBeNull();
  expect(pathOf(encodeQR("1", "raw", { border: 4 }))).toMatch(/^M4 4h1v1h-1z/);
});

test("the key can be written by hand as well", () => {
  expect(spaced("JBSWY3DPEH")).toBe("JBSW Y3DP EH");
  expect(digitsIn(" 123 456-")).toBe("123456");
});

test("the safest kind comes first, and what is not allowed is not offered", () => {
  expect(inOrder(["sms", "totp", "passkey"])).toEqual(["passkey", "totp", "sms"]);
  expect(suggestedName("Mozilla/5.0 (X11; Linux x86_64)")).toBe("Passkey on Linux");
  expect(suggestedName("Mozilla/5.0 (Linux; Android 16)")).toBe("Passkey on Android");
  expect(suggestedName("?")).toBe("Passkey");
});

test("where the browser has no passkeys, none is offered", () => {
  show(<AddFactor allowed={["passkey", "totp"]} email="ada@example.com" onDone={() => undefined} />);

  expect(screen.getAllByRole("listitem").map((item) => item.querySelector("strong")?.textContent)).toEqual(["Authenticator app"]);
});

test("codes by SMS ask for the number before anything is sent, and what is wrong with it is said at its field", async () => {
  const refusal = { code: "invalid_request", title: "Invalid request", detail: "the request is not valid", errors: [{ path: "phone", message: "expected a number with its country's code" }] };
  const { asked, last } = show(<AddFactor allowed={["sms", "totp"]} email="ada@example.com" onDone={() => undefined} />, undefined, { "POST /account/factors": problemAnswer(422, refusal) });
  press(/^Codes by SMS/);
  press("Send a code");
  expect(asked).toEqual([]);
  expect(screen.getByLabelText("Telephone").getAttribute("aria-invalid")).toBe("true");

  write("Telephone", " 0151 234567 ");
  press("Send a code");

  await screen.findByText(/number with its country's code/);
  expect(last("POST /account/factors")).toEqual({ kind: "sms", phone: "0151 234567" });
});

test("recovery codes go to a file that says whose they are, and to paper", () => {
  const print = vi.fn<() => void>();
  vi.stubGlobal("print", print);
  const kept = vi.fn<() => void>();
  show(<RecoveryCodes codes={["AAAA", "BBBB"]} email="ada@example.com" onKept={kept} />);

  expect(codesFile(["AAAA", "BBBB"], "ada@example.com", "tools.example")).toContain("ada@example.com at tools.example");
  press("Print");
  expect(print).toHaveBeenCalledTimes(1);
  expect(document.querySelector("body > .print-sheet")?.textContent).toContain("BBBB");
  fireEvent.click(screen.getByRole("button", { name: "I have kept them" }));
  expect(kept).toHaveBeenCalledTimes(1);
});

test("the wait is rounded up, in words", () => {
  expect([0, 1, 45, 99, 100, 3600, 7200, 90_000].map(waitText)).toEqual(["now", "in 1 second", "in 45 seconds", "in 99 seconds", "in 2 minutes", "in 60 minutes", "in 2 hours", "in 25 hours"]);
});

// @vitest-environment happy-dom
import { Problem } from "@sallyport/api/problem.ts";
import { expect, test, vi } from "vitest";
import { bytesOf, createPasskey, creationOptions, passkeyProblem, requestOptions, signWithPasskey, textOf } from "./passkey.ts";

const buffer = (...bytes: number[]) => new Uint8Array(bytes).buffer;

test("bytes go over the wire as base64url and come back", () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, at) => at);

  expect(textOf(bytes.buffer)).not.toMatch(/[+/=]/);
  expect([...bytesOf(textOf(bytes.buffer))]).toEqual([...bytes]);
  expect([...bytesOf("-_8")]).toEqual([251, 255]);
});

test("the server's options become the browser's, wrapped or not", () => {
  const json = { challenge: "AQI", user: { id: "Aw", name: "ada" }, excludeCredentials: [{ id: "BA", type: "public-key" }], rp: { id: "localhost" } };
  const bare = creationOptions(json);

  expect([...(bare.challenge as Uint8Array)]).toEqual([1, 2]);
  expect([...(bare.user.id as Uint8Array)]).toEqual([3]);
  expect(bare.excludeCredentials).toEqual([{ id: bytesOf("BA"), type: "public-key" }]);
  expect(bare.rp).toEqual({ id: "localhost" });
  expect(creationOptions({ publicKey: json })).toEqual(bare);
  expect(requestOptions({ challenge: "AQI", userVerification: "required" })).toEqual({ challenge: bytesOf("AQI"), userVerification: "required" });
});

test("what the browser signed goes to the server as JSON", async () => {
  const response = { clientDataJSON: buffer(1), authenticatorData: buffer(2), signature: buffer(3), userHandle: null };
  const get = vi.fn<CredentialsContainer["get"]>(() => Promise.resolve({ id: "BA", rawId: buffer(4), type: "public-key", response, getClientExtensionResults: () => ({}) } as never));
  vi.stubGlobal("navigator", { credentials: { get } });

  const signed = await signWithPasskey({ challenge: "AQI" }, { quietly: true });

  expect(get.mock.calls[0]?.[0]).toMatchObject({ mediation: "conditional" });
  expect(signed).toEqual({
    id: "BA",
    rawId: "BA",
    type: "public-key",
    response: { clientDataJSON: "AQ", authenticatorData: "Ag", signature: "Aw" },
    clientExtensionResults: {},
  });
});

test("a passkey that did not come to be is a problem in words", async () => {
  vi.stubGlobal("navigator", { credentials: { create: () => Promise.reject(new DOMException("", "InvalidStateError")) } });

  const problem: unknown = await createPasskey({ challenge: "AQI", user: { id: "Aw" } }).catch((error: unknown) => error);

  expect(problem).toBeInstanceOf(Problem);
  expect((problem as Problem).code).toBe("passkey_known");
  expect((passkeyProblem(new DOMException("", "NotAllowedError")) as Problem).code).toBe("passkey_cancelled");
});

/**
 * Passkeys: between the server's JSON and what the browser's `navigator.credentials` takes and gives. The browser's own
 * `…FromJSON` and `toJSON` are younger than the browsers that have passkeys, so the few fields are turned over here.
 */
import type { PasskeyJson } from "@sallyport/api/entrance.ts";
import { Problem } from "@sallyport/api/problem.ts";

export const passkeysWork = (): boolean => typeof globalThis.PublicKeyCredential === "function" && globalThis.navigator?.credentials !== undefined;

/** Whether the browser can offer passkeys among the names that it fills in. */
export async function fillsInPasskeys(): Promise<boolean> {
  if (!passkeysWork()) return false;
  return (await PublicKeyCredential.isConditionalMediationAvailable?.()) ?? false;
}

export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

export function textOf(bytes: ArrayBuffer): string {
  const binary = Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

interface Descriptor {
  id: string;
  type: PublicKeyCredentialType;
  transports?: AuthenticatorTransport[];
}

const described = (list: unknown): PublicKeyCredentialDescriptor[] | undefined =>
  Array.isArray(list) ? (list as Descriptor[]).map((one) => ({ ...one, id: bytesOf(one.id) })) : undefined;

/** The options themselves; some servers wrap them as the browser's call does. */
const inner = (options: PasskeyJson): PasskeyJson => ("publicKey" in options ? (options["publicKey"] as PasskeyJson) : options);

const without = <Value>(name: string, value: Value | undefined) => (value === undefined ? {} : { [name]: value });

export function creationOptions(json: PasskeyJson): PublicKeyCredentialCreationOptions {
  const { challenge, user, excludeCredentials, ...rest } = inner(json) as { challenge: string; user: { id: string }; excludeCredentials?: unknown };
  const options = { ...rest, challenge: bytesOf(challenge), user: { ...user, id: bytesOf(user.id) }, ...without("excludeCredentials", described(excludeCredentials)) };
  return options as unknown as PublicKeyCredentialCreationOptions;
}

export function requestOptions(json: PasskeyJson): PublicKeyCredentialRequestOptions {
  const { challenge, allowCredentials, ...rest } = inner(json) as { challenge: string; allowCredentials?: unknown };
  return { ...rest, challenge: bytesOf(challenge), ...without("allowCredentials", described(allowCredentials)) };
}

function said(credential: PublicKeyCredential, response: object): PasskeyJson {
  return {
    id: credential.id,
    rawId: textOf(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
    ...without("authenticatorAttachment", credential.authenticatorAttachment ?? undefined),
  };
}

/** Why there is no passkey, in words. An abort is ours and stays what it is. */
export function passkeyProblem(error: unknown): unknown {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "AbortError" || error instanceof Problem) return error;
  const hint = "try again, or choose another way";
  if (name === "InvalidStateError") return new Problem({ code: "passkey_known", title: "Known already", detail: "this device or security key has a passkey for your account already", hint: "use another device or key" }, 0);
  if (name === "SecurityError") return new Problem({ code: "passkey_place", title: "Not here", detail: "the browser allows no passkeys at this address", hint: "open Sallyport by its own name over HTTPS" }, 0);
  return new Problem({ code: "passkey_cancelled", title: "No passkey was used", detail: "no passkey was used: it was cancelled, took too long, or none fits", hint }, 0);
}

async function asked(call: Promise<Credential | null>): Promise<PublicKeyCredential> {
  const credential = await call.catch((error: unknown) => {
    throw passkeyProblem(error);
  });
  if (credential === null) throw passkeyProblem(null);
  return credential as PublicKeyCredential;
}

/** Makes a passkey for this account, on the device or security key that the person chooses. */
export async function createPasskey(options: PasskeyJson): Promise<PasskeyJson> {
  const credential = await asked(navigator.credentials.create({ publicKey: creationOptions(options) }));
  const response = credential.response as AuthenticatorAttestationResponse;
  return said(credential, {
    clientDataJSON: textOf(response.clientDataJSON),
    attestationObject: textOf(response.attestationObject),
    transports: response.getTransports?.() ?? [],
  });
}

interface Asking {
  /** Offered among the names that the browser fills in, rather than in a window of its own. */
  quietly?: boolean;
  signal?: AbortSignal;
}

/** Has a challenge signed by a passkey that the person has. */
export async function signWithPasskey(options: PasskeyJson, { quietly = false, signal }: Asking = {}): Promise<PasskeyJson> {
  const request: CredentialRequestOptions = { publicKey: requestOptions(options), ...(quietly ? { mediation: "conditional" } : {}), ...(signal ? { signal } : {}) };
  const credential = await asked(navigator.credentials.get(request));
  const response = credential.response as AuthenticatorAssertionResponse;
  return said(credential, {
    clientDataJSON: textOf(response.clientDataJSON),
    authenticatorData: textOf(response.authenticatorData),
    signature: textOf(response.signature),
    ...without("userHandle", response.userHandle ? textOf(response.userHandle) : undefined),
  });
}

/**
 * The nonce of this answer, for libraries that must create a style element. The server writes it; script cannot read
 * it from markup, only from the element.
 */
import { setNonce } from "get-nonce";

export function readNonce(from: Document = document): string {
  const meta = from.querySelector<HTMLMetaElement>("meta[property=csp-nonce]");
  return meta?.nonce ?? "";
}

/** Hands the nonce to libraries that look for it themselves. Called once, before the first render. */
export function shareNonce(page: Document = document): string {
  const nonce = readNonce(page);
  setNonce(nonce);
  return nonce;
}

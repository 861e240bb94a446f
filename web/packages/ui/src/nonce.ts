/**
 * The nonce of this answer, for libraries that must create a style element. The server writes it; script cannot read
 * it from markup, only from the element.
 */
import { setNonce } from "get-nonce";

export function readNonce(from: Document = document): string {
  const meta = from.querySelector<HTMLMetaElement>("meta[property=csp-nonce]");
  return meta?.nonce ?? "";
}

const draggableStyle = [
  ".react-draggable-transparent-selection *::-moz-selection {all: inherit;}",
  ".react-draggable-transparent-selection *::selection {all: inherit;}",
].join("\n");

/** Hands the nonce to libraries that look for it themselves. Called once, before the first render. */
export function shareNonce(page: Document = document): string {
  const nonce = readNonce(page);
  setNonce(nonce);
  if (page.getElementById("react-draggable-style-el") === null) {
    // react-draggable writes this element as markup unless it is already there
    const style = page.createElement("style");
    style.id = "react-draggable-style-el";
    style.nonce = nonce;
    style.textContent = draggableStyle;
    page.head.append(style);
  }
  return nonce;
}

/** Fresh record ids: the kind, an underscore, 32 hexadecimal digits. */

export type MintedKind = "page" | "widget" | "query" | "function";
export type Mint = (kind: MintedKind) => string;

export const mintId: Mint = (kind) => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let hex = "";
  for (const byte of bytes) hex += byte.toString(16).padStart(2, "0");
  return `${kind}_${hex}`;
};

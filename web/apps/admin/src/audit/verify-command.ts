/** One argument of a POSIX shell, whatever it holds. */
const quoted = (argument: string): string => `'${argument.replaceAll("'", `'\\''`)}'`;

export function verifyCommand(publicKey: string): string {
  return `sallyport audit verify sallyport-audit.ndjson --key ${quoted(publicKey.trim())}`;
}

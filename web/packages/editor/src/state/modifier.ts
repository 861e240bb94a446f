/** The modifier of shortcuts, as it is printed on this machine's keyboard. */
const isApple = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.userAgent);

export const MOD = isApple ? "⌘" : "Ctrl";

/** `chord("D")`: ⌘D or Ctrl+D. */
export function chord(key: string): string {
  return isApple ? `⌘${key}` : `Ctrl+${key}`;
}

/**
 * Fractional order keys: strings of digits in base 62 that compare bytewise. Between any two keys there is another, so
 * that a move changes one record. No key ends in the zero digit, or nothing would fit below it.
 */

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const BASE = DIGITS.length;

function digit(key: string, index: number, beyond: number): number {
  return index < key.length ? DIGITS.indexOf(key.charAt(index)) : beyond;
}

/** A key above `low` and below `high`; `null` is an open end. */
export function keyBetween(low: string | null, high: string | null): string {
  if (low !== null && high !== null && low >= high) throw new RangeError(`no key fits between \`${low}\` and \`${high}\``);
  let prefix = "";
  let bounded = high !== null;
  for (let index = 0; ; index += 1) {
    const below = digit(low ?? "", index, 0);
    const above = bounded ? digit(high ?? "", index, 0) : BASE;
    if (above - below > 1) {
      // An open end grows by one step, so that appending keeps keys short.
      const step = bounded || low === null || index >= low.length ? Math.floor((above - below) / 2) : 1;
      return prefix + DIGITS.charAt(below + step);
    }
    prefix += DIGITS.charAt(below);
    if (above !== below) bounded = false;
  }
}

export function byOrder<T extends { readonly order: string; readonly id: string }>(a: T, b: T): number {
  if (a.order !== b.order) return a.order < b.order ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

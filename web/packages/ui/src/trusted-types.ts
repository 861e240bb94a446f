/**
 * The one Trusted Types policy of the page, named `app` in the policy header. It makes worker addresses and nothing
 * else: no markup and no script text can be made anywhere.
 */
interface Policy {
  createScriptURL(address: string): unknown;
}

interface PolicyFactory {
  createPolicy(name: string, rules: { createScriptURL: (address: string) => string }): Policy;
}

export class ForeignScript extends Error {
  constructor(address: string) {
    super(`script address \`${address}\` is not one of this page's own assets`);
  }
}

/** The address itself if it is one of our own built files; anything else is refused. */
export function ownAsset(address: string, page: string = location.href): string {
  const url = new URL(address, page);
  if (url.origin !== new URL(page).origin || !url.pathname.startsWith("/assets/")) throw new ForeignScript(address);
  return url.href;
}

declare global {
  // oxlint-disable-next-line no-var -- only `var` declares a property of the global object
  var trustedTypes: PolicyFactory | undefined;
}

const rules = { createScriptURL: (address: string) => ownAsset(address) };
const policy: Policy = globalThis.trustedTypes?.createPolicy("app", rules) ?? rules;

/** Starts a module worker from an address imported with `?worker&url`. */
export function startWorker(address: string): Worker {
  // the browser takes a TrustedScriptURL here; its published type says `string | URL`
  return new Worker(policy.createScriptURL(address) as string, { type: "module" });
}

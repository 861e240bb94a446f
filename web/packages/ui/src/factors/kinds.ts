/** The kinds of second factors, and what one signs in with, in words. */
import type { FactorKind } from "@sallyport/api/account.ts";
import { IconDeviceMobile, IconFingerprint, IconMail, IconMessage } from "@tabler/icons-react";

export const factorKinds: Record<FactorKind, { name: string; lead: string; Icon: typeof IconMail }> = {
  passkey: { name: "Passkey", lead: "Your device, a security key or a password manager. The safest way, and it signs in without a password.", Icon: IconFingerprint },
  totp: { name: "Authenticator app", lead: "An app on your telephone shows a code that changes every 30 seconds.", Icon: IconDeviceMobile },
  email: { name: "Codes by e-mail", lead: "A code goes to your address each time. Only as safe as your mailbox.", Icon: IconMail },
  sms: { name: "Codes by SMS", lead: "A code goes to your telephone each time. Messages can be read on their way.", Icon: IconMessage },
};

/** The safest first. */
export const inOrder = (kinds: readonly FactorKind[]): FactorKind[] => (Object.keys(factorKinds) as FactorKind[]).filter((kind) => kinds.includes(kind));

const methods: Record<string, string> = { password: "password", totp: "authenticator app", passkey: "passkey", recovery: "recovery code", email: "code by e-mail", sms: "code by SMS" };

/** What somebody signed in with, in words; what is not known here keeps its own. */
export const methodText = (used: readonly string[]): string => used.map((method) => methods[method] ?? method).join(" and ");

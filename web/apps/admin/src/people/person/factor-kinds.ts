import type { FactorOfPerson } from "@sallyport/api/types.ts";

export const factorLabels: Record<FactorOfPerson["kind"], string> = {
  totp: "Authenticator app",
  passkey: "Passkey",
  email: "Codes by e-mail",
  sms: "Codes by SMS",
};

const methodLabels: Record<string, string> = { ...factorLabels, password: "Password", recovery: "Recovery code" };

/** What somebody signed in with, in words; one that is not known here keeps its own. */
export const methodText = (methods: readonly string[]): string => methods.map((method) => methodLabels[method] ?? method).join(" and ");

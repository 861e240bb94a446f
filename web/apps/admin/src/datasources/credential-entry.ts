/** A credential as it is being entered. What is stored is never read back, so a form starts from `unchanged`. */
import type { Configuration } from "@sallyport/api/datasources.ts";
import type { Credential, DatasourceKind } from "@sallyport/api/types.ts";

export type CredentialForm = "password" | "bearer" | "basic" | "header";

export type CredentialEntry =
  | { act: "keep" }
  | { act: "remove" }
  | { act: "enter"; form: CredentialForm; name: string; secret: string };

export const unchanged: CredentialEntry = { act: "keep" };

export const formsFor = (kind: DatasourceKind): readonly CredentialForm[] =>
  kind === "rest" ? ["bearer", "basic", "header"] : ["password"];

export const formLabels: Record<CredentialForm, string> = {
  password: "Password",
  bearer: "Bearer token",
  basic: "User name and password",
  header: "Header",
};

function credentialOf(form: CredentialForm, name: string, secret: string): Credential {
  if (form === "password") return { password: secret };
  if (form === "bearer") return { bearer: secret };
  return form === "basic" ? { basic: { username: name, password: secret } } : { header: { name, value: secret } };
}

/** The part of the request: absent keeps what is stored, null removes it. */
export function credentialSent(entry: CredentialEntry): Pick<Configuration, "credential"> {
  if (entry.act === "remove") return { credential: null };
  if (entry.act === "keep" || entry.secret === "") return {};
  return { credential: credentialOf(entry.form, entry.name.trim(), entry.secret) };
}

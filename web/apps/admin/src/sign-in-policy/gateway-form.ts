/** The SMS gateway as its form holds it, and what can be wrong with it before the server is asked. */
import { Problem } from "@sallyport/api/problem.ts";
import type { SmsGateway, SmsGatewayChange, SmsHeader } from "@sallyport/api/types.ts";

export interface GatewayForm {
  url: string;
  method: SmsGateway["method"];
  headers: SmsHeader[];
  body: string;
  /** Null keeps the stored one. */
  secret: string | null;
}

const blank: GatewayForm = {
  url: "",
  method: "POST",
  headers: [{ name: "Content-Type", value: "application/json" }],
  body: '{"to": "{{to}}", "text": "{{text}}"}',
  secret: null,
};

export function formOf(gateway: SmsGateway | null): GatewayForm {
  if (gateway === null) return blank;
  const { url, method, headers, body } = gateway;
  return { url, method, headers, body, secret: null };
}

export const isChanged = (form: GatewayForm, stored: SmsGateway | null): boolean => JSON.stringify(form) !== JSON.stringify(formOf(stored));

/** The name of the place that a secret is sealed to. */
export function hostOf(url: string): string | null {
  try {
    return new URL(url).host || null;
  } catch {
    return null;
  }
}

/** Whether the two addresses are of one place: a secret goes along with the encryption too. */
export function isOnePlace(one: string, other: string): boolean {
  try {
    return new URL(one).origin === new URL(other).origin;
  } catch {
    return false;
  }
}

/** A GET request has no body: what it says stands in its address. */
export const hasBody = ({ method }: Pick<GatewayForm, "method">): boolean => method !== "GET";

export function faultsOf(form: GatewayForm): Problem | null {
  const { url, body } = form;
  const errors = [];
  if (!/^https?:\/\//.test(url.trim()) || hostOf(url.trim()) === null) errors.push({ path: "url", message: "is not an address such as https://sms.example.com/send" });
  const [path, text] = hasBody(form) ? ["body", body] : ["url", url];
  for (const place of ["to", "text"]) if (!new RegExp(`\\{\\{\\s*${place}\\s*\\}\\}`).test(text)) errors.push({ path, message: `names {{${place}}} nowhere` });
  return errors.length === 0 ? null : new Problem({ code: "invalid_request", title: "Something is not right", detail: "some fields are not right", errors }, 422);
}

export function changeOf(form: GatewayForm): SmsGatewayChange {
  const { url, method, headers, body, secret } = form;
  const named = headers.filter(({ name, value }) => name.trim() !== "" || value.trim() !== "");
  return { url: url.trim(), method, headers: named, body: hasBody(form) ? body : "", ...(secret === null ? {} : { secret: secret === "" ? null : secret }) };
}

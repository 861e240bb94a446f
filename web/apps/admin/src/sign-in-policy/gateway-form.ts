/** The SMS gateway as its form holds it, and what can be wrong with it before the server is asked. */
import { Problem } from "@sallyport/api/problem.ts";
import type { SmsGateway, SmsGatewayChange, SmsHeader } from "@sallyport/api/sign-in-policy.ts";

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

/** The place that a secret is sealed to. */
export function hostOf(url: string): string | null {
  try {
    return new URL(url).host || null;
  } catch {
    return null;
  }
}

export function faultsOf({ url, method, body }: GatewayForm): Problem | null {
  const errors = [];
  if (!/^https?:\/\//.test(url) || hostOf(url) === null) errors.push({ path: "url", message: "is not an address such as https://sms.example.com/send" });
  const text = method === "GET" ? `${url} ${body}` : body;
  for (const place of ["{{to}}", "{{text}}"]) if (!text.includes(place)) errors.push({ path: "body", message: `names ${place} nowhere` });
  return errors.length === 0 ? null : new Problem({ code: "invalid_request", title: "Something is not right", detail: "some fields are not right", errors }, 422);
}

export function changeOf({ secret, headers, ...rest }: GatewayForm): SmsGatewayChange {
  const named = headers.filter(({ name, value }) => name.trim() !== "" || value.trim() !== "");
  return { ...rest, url: rest.url.trim(), headers: named, ...(secret === null ? {} : { secret: secret === "" ? null : secret }) };
}

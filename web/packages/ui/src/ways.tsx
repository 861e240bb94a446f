/**
 * The ways to show that one is who one says: one form at a time, and the other ways below it. The second step of a
 * sign-in and the proof before a sensitive act are both made of it.
 */
import { Button, Stack, Text, TextInput } from "@mantine/core";
import type { PasskeyJson, FactorMethod } from "@sallyport/api/entrance.ts";
import { faultAt } from "@sallyport/api/problem.ts";
import { IconDeviceMobile, IconFingerprint, IconLifebuoy, IconMail, IconMessage, IconPassword } from "@tabler/icons-react";
import { type FormEvent, type ReactNode, useState } from "react";
import { CodeField } from "./code-field.tsx";
import { useFaultFocus } from "./fault-focus.ts";
import { passkeysWork, signWithPasskey } from "./passkey.ts";
import { PasswordField } from "./password-field.tsx";
import { ProblemNote } from "./problem-note.tsx";
import { fieldText } from "./problem-text.ts";
import "./ways.css";

export type Way = FactorMethod | "password";

export interface Evidence {
  password?: string;
  code?: string;
  credential?: PasskeyJson;
}

const texts: Record<Way, { other: string; lead: string; label: string; missing: string; Icon: typeof IconMail }> = {
  password: { other: "Use your password", lead: "Write the password that you sign in with.", label: "Password", missing: "write your password", Icon: IconPassword },
  totp: { other: "Use your authenticator app", lead: "Open your authenticator app and write the code that it shows now.", label: "Code", missing: "write the code", Icon: IconDeviceMobile },
  passkey: { other: "Use a passkey", lead: "Your device or security key asks you to confirm.", label: "", missing: "", Icon: IconFingerprint },
  recovery: { other: "Use a recovery code", lead: "Write one of the recovery codes that you kept. Each works once.", label: "Recovery code", missing: "write a recovery code", Icon: IconLifebuoy },
  email: { other: "Get a code by e-mail", lead: "A code goes to your e-mail address.", label: "Code", missing: "write the code", Icon: IconMail },
  sms: { other: "Get a code by SMS", lead: "A code goes to your telephone.", label: "Code", missing: "write the code", Icon: IconMessage },
};

export interface WaysProps {
  ways: readonly Way[];
  passkey: PasskeyJson | null;
  /** The verb of what comes of it. */
  submit: string;
  pending: boolean;
  error: unknown;
  onProve: (way: Way, evidence: Evidence) => void;
  /** Another way is tried: what was wrong with the last one is of no more interest. */
  onOther: () => void;
  /** Sends the code of the e-mail or the telephone. */
  onSend: (way: "email" | "sms") => Promise<void>;
  /** Beside the submitting button. */
  beside?: ReactNode;
}

export function Ways(props: WaysProps) {
  // the codes for a bad day are offered after all others
  const usable = props.ways
    .filter((way) => texts[way] !== undefined && (way !== "passkey" || (passkeysWork() && props.passkey !== null)))
    .toSorted((one, other) => Number(one === "recovery") - Number(other === "recovery"));
  const [chosen, setChosen] = useState<Way | null>(null);
  const way = chosen !== null && usable.includes(chosen) ? chosen : usable[0];
  if (way === undefined) return <Text>None of your second factors can be used in this browser. Use another browser, or ask an administrator to reset them.</Text>;
  const others = usable.filter((other) => other !== way);
  return (
    <Stack gap="md">
      <OneWay key={way} {...props} way={way} />
      {others.length > 0 && (
        <div className="ways-others" role="group" aria-label="Other ways">
          {others.map((other) => {
            const { Icon, other: text } = texts[other];
            return (
              <Button
                key={other}
                variant="subtle"
                size="sm"
                justify="flex-start"
                leftSection={<Icon size={16} aria-hidden="true" />}
                onClick={() => {
                  props.onOther();
                  setChosen(other);
                }}
              >
                {text}
              </Button>
            );
          })}
        </div>
      )}
    </Stack>
  );
}

type OneWayProps = WaysProps & { way: Way };

function OneWay(props: OneWayProps) {
  if (props.way === "passkey") return <PasskeyWay {...props} />;
  if (props.way === "email" || props.way === "sms") return <SentWay {...props} way={props.way} />;
  return <WrittenWay {...props} />;
}

function PasskeyWay({ passkey, pending, error, onProve, beside }: OneWayProps) {
  const [asking, setAsking] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);

  async function ask() {
    if (passkey === null) return;
    setAsking(true);
    setFailure(null);
    try {
      onProve("passkey", { credential: await signWithPasskey(passkey) });
    } catch (reason) {
      setFailure(reason);
    } finally {
      setAsking(false);
    }
  }

  return (
    <Stack gap="md">
      <Text>{texts.passkey.lead}</Text>
      <ProblemNote error={failure ?? error} />
      <div className="ways-acts">
        {beside}
        <Button data-autofocus autoFocus loading={asking || pending} leftSection={<IconFingerprint size={16} aria-hidden="true" />} onClick={() => void ask()}>
          Use a passkey
        </Button>
      </div>
    </Stack>
  );
}

/** A code that is sent first. It is sent when the person says so, never by itself: each costs a try. */
function SentWay(props: OneWayProps & { way: "email" | "sms" }) {
  const { way, onSend, beside } = props;
  const [sent, setSent] = useState(false);
  const [sending, setSending] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);

  async function send() {
    setSending(true);
    setFailure(null);
    try {
      await onSend(way);
      setSent(true);
    } catch (reason) {
      setFailure(reason);
    } finally {
      setSending(false);
    }
  }

  if (sent) {
    return (
      <Stack gap="md">
        <WrittenWay {...props} error={failure ?? props.error} lead={way === "email" ? "We sent a code to your e-mail address. It works for ten minutes." : "We sent a code to your telephone. It works for ten minutes."} />
        <Button variant="default" loading={sending} onClick={() => void send()}>
          Send another code
        </Button>
      </Stack>
    );
  }
  return (
    <Stack gap="md">
      <Text>{texts[way].lead}</Text>
      <ProblemNote error={failure} />
      <div className="ways-acts">
        {beside}
        <Button data-autofocus autoFocus loading={sending} onClick={() => void send()}>
          Send the code
        </Button>
      </div>
    </Stack>
  );
}

function WrittenWay({ way, submit, pending, error, onProve, beside, lead }: OneWayProps & { lead?: string }) {
  const [text, setText] = useState("");
  const [missing, setMissing] = useState<Error | null>(null);
  const shown = missing ?? error;
  const form = useFaultFocus(shown);
  const field = way === "password" ? "password" : "code";

  function prove(event: FormEvent) {
    event.preventDefault();
    // a dialog is a part of the page's tree: its form may lie inside another one there
    event.stopPropagation();
    const absent = text.trim() === "" ? faultAt(field, texts[way].missing) : null;
    setMissing(absent);
    if (absent !== null) return;
    onProve(way, way === "password" ? { password: text } : { code: text.trim() });
    setText("");
  }

  const same = { value: text, required: true, withAsterisk: false, autoFocus: true, "data-autofocus": true, label: texts[way].label, error: fieldText(shown, field) };
  const change = (event: { currentTarget: { value: string } }) => setText(event.currentTarget.value);
  return (
    <form ref={form} onSubmit={prove} noValidate>
      <Stack gap="md">
        <Text>{lead ?? texts[way].lead}</Text>
        {way === "password" && <PasswordField {...same} name="password" autoComplete="current-password" onChange={change} />}
        {way === "recovery" && <TextInput {...same} name="recovery-code" autoComplete="off" spellCheck={false} className="code-field" onChange={change} />}
        {way !== "password" && way !== "recovery" && <CodeField {...same} onCode={setText} />}
        <ProblemNote error={shown} fields={[field]} />
        <div className="ways-acts">
          {beside}
          <Button type="submit" loading={pending}>
            {submit}
          </Button>
        </div>
      </Stack>
    </form>
  );
}

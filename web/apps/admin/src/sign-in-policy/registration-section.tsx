import { Radio, Stack, Textarea } from "@mantine/core";
import { useState } from "react";
import { faultUnder } from "@sallyport/ui/fault-under.ts";
import type { PartProps } from "./part.ts";
import { domainsOf } from "./policy-form.ts";
import { PolicySection } from "./policy-section.tsx";

type Registration = PartProps<"registration">["value"];

const choices: { value: Registration["open_to"]; label: string; description: string }[] = [
  { value: "closed", label: "Nobody", description: "Administrators invite people." },
  { value: "domains", label: "Whoever has an address of certain domains", description: "They prove it by a link that is sent there." },
  { value: "open", label: "Everybody", description: "Whoever can reach this server and read their mail." },
];

export function RegistrationSection({ value, onChange, error }: PartProps<"registration">) {
  const [text, setText] = useState(value.domains.join("\n"));
  return (
    <PolicySection title="Registration" lead="Who may make an account for themselves. A new account has no role and is in no group.">
      <Radio.Group label="Open to" value={value.open_to} onChange={(open_to) => onChange({ open_to: open_to as Registration["open_to"] })}>
        <Stack gap="sm" mt={4}>
          {choices.map((choice) => (
            <Radio key={choice.value} {...choice} />
          ))}
        </Stack>
      </Radio.Group>
      {value.open_to === "domains" && (
        <Textarea
          label="Domains"
          description="One a line, such as example.com. Domains below them are not meant."
          autosize
          minRows={2}
          maxRows={8}
          spellCheck={false}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            onChange({ domains: domainsOf(event.currentTarget.value) });
          }}
          error={faultUnder(error, "registration.domains").text}
        />
      )}
      {value.open_to === "open" && <p className="note-warning">Everybody who can reach this server may have an account, and with it a way to try things from inside.</p>}
    </PolicySection>
  );
}

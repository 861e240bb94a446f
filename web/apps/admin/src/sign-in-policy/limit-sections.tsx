/** How long sessions last, and how much may be asked of the API. */
import { fieldText } from "@sallyport/ui/problem-text.ts";
import type { PartProps } from "./part.ts";
import { type NumberPath, ranges } from "./policy-form.ts";
import { PolicySection } from "./policy-section.tsx";
import { WholeNumber } from "./whole-number.tsx";

type Sessions = PartProps<"sessions">["value"];

const sessionFields: { name: keyof Sessions; label: string; unit: string; hint: string }[] = [
  { name: "idle_minutes", label: "Ends without a request after", unit: "minutes", hint: "A session that nobody uses." },
  { name: "absolute_hours", label: "Ends in any case after", unit: "hours", hint: "However much it is used." },
  { name: "most", label: "At most at once", unit: "sessions a person", hint: "The one used longest ago ends when there is one more." },
  { name: "proof_minutes", label: "A proof is good for", unit: "minutes", hint: "How long sensitive acts go without proving anew who one is." },
];

export function SessionSection({ value, onChange, error }: PartProps<"sessions">) {
  return (
    <PolicySection title="Sessions" lead="A shorter life holds from the next request on, also for sessions that are there already.">
      {sessionFields.map(({ name, ...field }) => (
        <WholeNumber key={name} {...field} range={ranges[`sessions.${name}`]} value={value[name]} onChange={(next) => onChange({ [name]: next })} error={fieldText(error, `sessions.${name}`)} />
      ))}
    </PolicySection>
  );
}

type Rates = PartProps<"rates">["value"];

const rateFields: { name: keyof Rates; label: string; hint: string }[] = [
  { name: "person", label: "By person", hint: "Everything that one person's pages ask for." },
  { name: "key", label: "By API key", hint: "Everything that is asked with one key." },
  { name: "address", label: "By address", hint: "Whoever it is: an office often shares one address." },
];

export function RateSection({ value, onChange, error }: PartProps<"rates">) {
  return (
    <PolicySection title="API rates" lead="Whoever asks for more is answered 429 and told when to try again.">
      {rateFields.map(({ name, label, hint }) => (
        <fieldset key={name} className="policy-rate">
          <legend>{label}</legend>
          <p className="note">{hint}</p>
          <div className="policy-pair">
            {(["per_minute", "burst"] as const).map((part) => {
              const path: NumberPath = `rates.${name}.${part}`;
              return (
                <WholeNumber
                  key={part}
                  label={part === "burst" ? "At once" : "A minute"}
                  unit="requests"
                  range={ranges[path]}
                  value={value[name][part]}
                  onChange={(next) => onChange({ [name]: { ...value[name], [part]: next } })}
                  error={fieldText(error, path)}
                />
              );
            })}
          </div>
        </fieldset>
      ))}
    </PolicySection>
  );
}

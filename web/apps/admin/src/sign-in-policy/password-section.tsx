import { Switch } from "@mantine/core";
import { fieldText } from "@sallyport/ui/problem-text.ts";
import type { PartProps } from "./part.ts";
import { ranges } from "./policy-form.ts";
import { PolicySection } from "./policy-section.tsx";
import { WholeNumber } from "./whole-number.tsx";

/** How long a password lasts, and how many before it count, once somebody turns that on. */
const DAYS_AT_FIRST = 365;
const EARLIER_AT_FIRST = 5;

export function PasswordSection({ value, onChange, error }: PartProps<"passwords">) {
  return (
    <PolicySection
      title="Passwords"
      lead="Length counts. Passwords that are easy to guess or known from breaches are refused whatever is set here."
    >
      <WholeNumber label="Least length, password alone" unit="characters" range={ranges["passwords.min_alone"]} value={value.min_alone} onChange={(min_alone) => onChange({ min_alone })} error={fieldText(error, "passwords.min_alone")} />
      <WholeNumber
        label="Least length, beside a second factor"
        unit="characters"
        range={ranges["passwords.min_with_factor"]}
        value={value.min_with_factor}
        onChange={(min_with_factor) => onChange({ min_with_factor })}
        error={fieldText(error, "passwords.min_with_factor")}
      />
      <div className="policy-option">
        <Switch
          label="Ask for upper case, lower case, a digit and another character"
          description="Off as a rule: people meet such rules in the same few ways (Password1!), so passwords become easier to guess, and harder to remember. NIST SP 800-63B advises against it."
          checked={value.complexity}
          onChange={(event) => onChange({ complexity: event.currentTarget.checked })}
        />
      </div>
      <div className="policy-option">
        <Switch
          label="Ask for another password from time to time"
          description="Off as a rule: who is made to change a password counts it up. A change helps when a password may have become known; then reset it for that person."
          checked={value.expires_after_days !== null}
          onChange={(event) => onChange({ expires_after_days: event.currentTarget.checked ? DAYS_AT_FIRST : null })}
        />
        {value.expires_after_days !== null && (
          <WholeNumber label="A password lasts" unit="days" range={ranges["passwords.expires_after_days"]} value={value.expires_after_days} onChange={(expires_after_days) => onChange({ expires_after_days })} error={fieldText(error, "passwords.expires_after_days")} />
        )}
      </div>
      <div className="policy-option">
        <Switch
          label="Refuse earlier passwords"
          description="Off as a rule: it matters only where passwords must be changed again and again, and the hashes of old ones have to be kept for it."
          checked={value.history !== 0}
          onChange={(event) => onChange({ history: event.currentTarget.checked ? EARLIER_AT_FIRST : 0 })}
        />
        {value.history !== 0 && <WholeNumber label="Earlier passwords that are refused" unit="passwords" range={ranges["passwords.history"]} value={value.history} onChange={(history) => onChange({ history })} error={fieldText(error, "passwords.history")} />}
      </div>
    </PolicySection>
  );
}

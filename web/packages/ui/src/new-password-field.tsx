/**
 * A password that is being chosen. What the server makes of it is said while it is written, and never stands in the way:
 * pasting works, any length works, and the server has the last word when the form is sent.
 */
import { assessPassword, type Assessment, type Choice } from "@sallyport/api/entrance.ts";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { PasswordField } from "./password-field.tsx";
import { sentence } from "./problem-text.ts";
import "./new-password-field.css";

interface NewPasswordFieldProps {
  value: string;
  onChange: (password: string) => void;
  error: string | null;
  label?: string;
  /** What a password of theirs should not be made of. */
  email?: string;
  name?: string;
  /** The least length where nothing stands beside the password. */
  shortest?: number | undefined;
  /** Whether a second factor stands beside it; then it may be shorter. */
  secondFactor?: boolean;
  autoFocus?: boolean;
}

const PAUSE = 350;

const words = ["Very weak", "Weak", "Fair", "Good", "Strong"] as const;

/** How far along, and in which word. What the server would refuse is never called good. */
export function rating({ score, acceptable }: Pick<Assessment, "score" | "acceptable">): { level: number; word: string } {
  const level = Math.max(0, Math.min(4, Math.round(score)));
  const shown = acceptable ? Math.max(2, level) : Math.min(1, level);
  return { level: shown, word: words[shown] ?? words[0] };
}

function useAssessment({ password, ...owner }: Choice) {
  const [settled] = useDebouncedValue(password, PAUSE);
  const body: Choice = { password: settled, ...owner };
  return useQuery({
    queryKey: ["assessment", body],
    queryFn: ({ signal }) => assessPassword(body, signal),
    enabled: settled !== "",
    // what was written is not to stay in memory
    gcTime: 0,
    staleTime: Infinity,
    retry: false,
    placeholderData: keepPreviousData,
  });
}

export function NewPasswordField({ value, onChange, error, label = "Password", email, name, shortest, secondFactor = false, autoFocus = false }: NewPasswordFieldProps) {
  const assessment = useAssessment({ password: value, ...(email ? { email } : {}), ...(name ? { name } : {}), ...(secondFactor ? { second_factor: true } : {}) });
  const least = shortest === undefined ? "" : `At least ${shortest} characters. `;
  return (
    <div className="new-password">
      <PasswordField
        label={label}
        description={`${least}Several words are better than odd ones.`}
        name="new-password"
        autoComplete="new-password"
        required
        withAsterisk={false}
        autoFocus={autoFocus}
        data-autofocus={autoFocus || undefined}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        error={error}
      />
      <div role="status" className="new-password-said">
        {value !== "" && assessment.data !== undefined && <Strength assessment={assessment.data} />}
      </div>
    </div>
  );
}

function Strength({ assessment }: { assessment: Assessment }) {
  const { level, word } = rating(assessment);
  const said = [...assessment.faults, ...assessment.advice].map(sentence).filter((text, at, all) => text !== "" && all.indexOf(text) === at);
  return (
    <>
      <div className="strength" data-level={level}>
        <span className="strength-bar" aria-hidden="true">
          <i />
          <i />
          <i />
          <i />
        </span>
        <span className="spoken">Strength:</span>
        <span className="strength-word">{word}</span>
      </div>
      {said.length > 0 && (
        <ul className="strength-advice">
          {said.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      )}
    </>
  );
}

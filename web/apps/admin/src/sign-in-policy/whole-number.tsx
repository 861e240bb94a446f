import { NumberInput } from "@mantine/core";
import { type Range, rangeText } from "./policy-form.ts";

interface WholeNumberProps {
  label: string;
  /** What it counts: "minutes". */
  unit: string;
  hint?: string;
  range: Range;
  value: number;
  /** `NaN` while nothing is written. */
  onChange: (value: number) => void;
  error: string | null;
}

export function WholeNumber({ label, unit, hint, range, value, onChange, error }: WholeNumberProps) {
  return (
    <NumberInput
      className="policy-number"
      label={label}
      description={`${hint === undefined ? "" : `${hint} `}${rangeText(range)} ${unit}.`}
      allowDecimal={false}
      allowNegative={false}
      hideControls
      thousandSeparator=","
      value={Number.isNaN(value) ? "" : value}
      onChange={(next) => onChange(next === "" ? Number.NaN : Number(next))}
      error={error}
      aria-invalid={error === null ? undefined : true}
    />
  );
}

import { textOf, type Value } from "@sallyport/runtime/json.ts";
import { IconArrowDownRight, IconArrowRight, IconArrowUpRight } from "@tabler/icons-react";
import { DataProblemLine } from "../parts/data-problem.tsx";
import { formatNumber, numberOf, type NumberFormat } from "../parts/format.ts";
import type { WidgetViewProps } from "../view.ts";
import { changeOf, type Change } from "./change.ts";
import "./statistic.css";

const ARROWS = { up: IconArrowUpRight, down: IconArrowDownRight, same: IconArrowRight } as const;

export function StatisticView({ snapshot }: WidgetViewProps) {
  const { properties, loading, problem } = snapshot;
  const value = properties["value"];
  const format = textOf(properties["format"]) as NumberFormat;
  const shown = (figure: Value) =>
    formatNumber(figure, format, { currency: textOf(properties["currency"]), decimals: numberOf(properties["decimals"]) });
  const change = changeOf(value, properties["comparison"], properties["better"]);
  const comparedWith = textOf(properties["comparison_label"]);
  return (
    <dl className="statistic">
      <dt>{textOf(properties["label"])}</dt>
      {loading && <dd className="bone statistic-bone" aria-label="Loading" />}
      {problem !== null && (
        <dd>
          <DataProblemLine problem={problem} />
        </dd>
      )}
      {!loading && problem === null && <dd className="statistic-value">{value === null || value === undefined ? "–" : shown(value)}</dd>}
      {!loading && problem === null && change !== null && <ChangeLine change={change} label={comparedWith} earlier={shown(properties["comparison"])} />}
    </dl>
  );
}

function ChangeLine({ change, label, earlier }: { readonly change: Change; readonly label: string; readonly earlier: string }) {
  const Arrow = ARROWS[change.direction];
  return (
    <dd className="statistic-change" data-meaning={change.meaning} title={`Before: ${earlier}`}>
      <Arrow size={14} aria-hidden="true" />
      <span>
        {change.ratio > 0 ? "+" : ""}
        {formatNumber(change.ratio, "percent")}
      </span>
      {label !== "" && <span className="statistic-label">{label}</span>}
    </dd>
  );
}

import { textOf } from "@sallyport/runtime/json.ts";
import { DataProblemLine } from "../parts/data-problem.tsx";
import type { WidgetViewProps } from "../view.ts";
import "./text.css";

const ELEMENTS = { heading: "h2", subheading: "h3", code: "pre" } as const;

export function TextView({ snapshot, leads }: WidgetViewProps) {
  const { properties, exposed } = snapshot;
  if (snapshot.loading) return <span className="bone text-bone" aria-hidden="true" />;
  if (snapshot.problem !== null) return <DataProblemLine problem={snapshot.problem} />;
  const variant = textOf(properties["variant"]);
  const Element = leads ? "h1" : (ELEMENTS[variant as keyof typeof ELEMENTS] ?? "p");
  return (
    <Element className="text" data-variant={variant} data-tone={textOf(properties["tone"])} data-align={textOf(properties["align"])}>
      {textOf(exposed["value"])}
    </Element>
  );
}

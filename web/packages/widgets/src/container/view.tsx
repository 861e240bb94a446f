import { textOf } from "@sallyport/runtime/json.ts";
import type { WidgetViewProps } from "../view.ts";
import "./container.css";

export function ContainerView({ snapshot, slot }: WidgetViewProps) {
  const title = textOf(snapshot.properties["title"]);
  return (
    <section className="container" data-bordered={snapshot.properties["bordered"] !== false} aria-label={title || undefined}>
      {title !== "" && <h2 className="widget-title container-title">{title}</h2>}
      {slot("main")}
    </section>
  );
}

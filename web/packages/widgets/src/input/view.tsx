import { Textarea, TextInput } from "@mantine/core";
import { textOf } from "@sallyport/runtime/json.ts";
import { useEffect, useRef, type ChangeEvent, type FocusEvent, type KeyboardEvent } from "react";
import type { WidgetViewProps } from "../view.ts";
import { faultOf } from "./validity.ts";
import "./input.css";

/** `On change` waits for a pause in the typing, as the queries that follow from the value do. */
const PAUSE_MS = 300;

export function InputView({ snapshot, actions }: WidgetViewProps) {
  const { properties, state, exposed, widget } = snapshot;
  const type = textOf(properties["type"]);
  const pending = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(() => () => clearTimeout(pending.current ?? undefined), []);

  const tell = () => {
    if (pending.current === null) return;
    clearTimeout(pending.current);
    pending.current = null;
    actions.emit("change");
  };
  const fault = faultOf(properties, state);
  const typed = state["value"];
  const common = {
    label: textOf(properties["label"]) || undefined,
    "aria-label": textOf(properties["label"]) === "" ? widget.name : undefined,
    description: textOf(properties["description"]) || undefined,
    placeholder: textOf(properties["placeholder"]),
    withAsterisk: properties["required"] === true,
    "aria-required": properties["required"] === true,
    disabled: properties["disabled"] === true,
    error: state["touched"] === true ? fault : null,
    // what was typed, not what it means, so that "1." stays while it is on the way to "1.5"
    value: typed === undefined || typed === null ? textOf(exposed["value"]) : textOf(typed),
    onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => {
      actions.setState({ value: event.currentTarget.value }, "typing");
      clearTimeout(pending.current ?? undefined);
      pending.current = setTimeout(tell, PAUSE_MS);
    },
    onBlur: (event: FocusEvent<HTMLElement>) => {
      tell();
      // leaving for the button that resets or submits must not move it away from under the pointer
      if (fault !== null && event.relatedTarget === null) actions.setState({ touched: true });
      else if (fault === null && state["touched"] !== true && typed !== undefined) actions.setState({ touched: true });
    },
  };
  if (type === "multiline") return <Textarea {...common} className="input-long" classNames={{ input: "input-long-field", wrapper: "input-long-wrapper" }} />;
  return (
    <TextInput
      {...common}
      type={type === "number" || type === "email" ? type : "text"}
      inputMode={type === "number" ? "decimal" : undefined}
      step={type === "number" ? "any" : undefined}
      className={type === "number" ? "input-number" : undefined}
      autoComplete="off"
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
        tell();
        actions.emit("submit");
      }}
    />
  );
}

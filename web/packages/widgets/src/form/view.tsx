import { Button } from "@mantine/core";
import { textOf } from "@sallyport/runtime/json.ts";
import { useMemo, useRef, useState } from "react";
import type { WidgetViewProps } from "../view.ts";
import { Form } from "./form-context.ts";
import "./form.css";

export function FormView({ snapshot, actions, slot, mode }: WidgetViewProps) {
  const { properties, running, widget } = snapshot;
  const element = useRef<HTMLFormElement>(null);
  const [checking, setChecking] = useState(false);
  const submitting = checking || running.has("submit");
  const disabled = properties["disabled"] === true;
  const title = textOf(properties["title"]);
  const submitText = textOf(properties["submit_text"]);

  const context = useMemo(() => {
    const submit = async () => {
      if (submitting || disabled || mode === "edit") return;
      setChecking(true);
      const sent = await actions.submit();
      setChecking(false);
      // the first field that is wrong, in reading order
      if (!sent) requestAnimationFrame(() => element.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
    };
    return { disabled, submitting, submit: () => void submit() };
  }, [actions, disabled, mode, submitting]);

  return (
    <form
      ref={element}
      className="form"
      noValidate
      data-bordered={properties["bordered"] !== false}
      aria-label={title === "" ? widget.name : title}
      onSubmit={(event) => {
        event.preventDefault();
        event.stopPropagation();
        context.submit();
      }}
    >
      {title !== "" && <h2 className="widget-title form-title">{title}</h2>}
      <Form value={context}>
        <div className="form-fields">{slot("main")}</div>
      </Form>
      {submitText !== "" && (
        <div className="form-actions">
          <Button type="submit" loading={submitting} disabled={disabled}>
            {submitText}
          </Button>
        </div>
      )}
    </form>
  );
}

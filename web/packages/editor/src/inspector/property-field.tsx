/** One property of a widget, edited as its type wants it. What has a fixed form can be turned into an expression and back. */
import { ActionIcon, Input, NumberInput, Select, Switch, Tooltip } from "@mantine/core";
import { IconCode } from "@tabler/icons-react";
import type { Json } from "@sallyport/document/records.ts";
import type { Property } from "@sallyport/widgets/definition.ts";
import { useId, useState } from "react";
import { CodeField } from "../code/code-field.tsx";
import { BindingBelow } from "./binding-below.tsx";
import styles from "./inspector.module.css";
import { isListType, ListField } from "./list-field.tsx";

interface Props {
  readonly property: Property;
  readonly value: Json | undefined;
  /** `undefined` takes the value away, so that the default holds. `isTyping` lets steps join in the history. */
  readonly onChange: (value: Json | undefined, isTyping: boolean) => void;
  /** Rows that the widget shows now, to offer their columns. */
  readonly sample: readonly unknown[];
}

export function PropertyField(props: Props) {
  const { property } = props;
  if (property.type === "text" || property.type === "long_text" || property.type === "expression") {
    return <TemplateField {...props} />;
  }
  return <FormOrExpression {...props} key={property.key} />;
}

function textOf(value: Json | undefined): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

function TemplateField({ property, value, onChange }: Props) {
  const shown = value === undefined && property.type !== "expression" ? property.default : value;
  const text = textOf(shown);
  return (
    <CodeField
      label={property.label}
      help={property.help}
      value={text}
      language="template"
      shape={property.type === "long_text" ? "lines" : "line"}
      placeholder={property.type === "expression" ? "{{ expression }}" : ""}
      onChange={(next) => onChange(next === "" && property.type === "expression" ? undefined : next, true)}
      below={<BindingBelow template={text} />}
    />
  );
}

function isTemplate(value: Json | undefined): value is string {
  return typeof value === "string" && value.includes("{{");
}

/** Numbers, switches, choices and lists: a control, or an expression in its place. */
function FormOrExpression({ property, value, onChange, sample }: Props) {
  const [isExpression, setExpression] = useState(isTemplate(value));
  const id = useId();
  const shown = value ?? property.default;
  const toggle = (
    <Tooltip label={isExpression ? "Use a fixed value" : "Use an expression"}>
      <ActionIcon
        variant={isExpression ? "light" : "subtle"}
        color={isExpression ? "accent" : "gray"}
        size={24}
        aria-label={`${isExpression ? "Use a fixed value" : "Use an expression"} for ${property.label}`}
        aria-pressed={isExpression}
        onClick={() => {
          setExpression(!isExpression);
          if (isExpression && isTemplate(value)) onChange(undefined, false);
        }}
      >
        <IconCode size={14} />
      </ActionIcon>
    </Tooltip>
  );
  if (isExpression) {
    const text = isTemplate(value) ? value : "";
    return (
      <CodeField
        label={property.label}
        help={property.help}
        value={text}
        language="template"
        shape="line"
        placeholder="{{ expression }}"
        action={toggle}
        onChange={(next) => onChange(next === "" ? undefined : next, true)}
        below={<BindingBelow template={text} />}
      />
    );
  }
  if (isListType(property.type)) {
    return <ListField property={property} value={shown} onChange={onChange} sample={sample} action={property.type === "options" ? toggle : null} />;
  }
  return (
    <div className={styles.field}>
      <div className={styles.fieldHead}>
        <Input.Label size="xs" htmlFor={id} title={property.help ?? undefined}>
          {property.label}
        </Input.Label>
        <div className={styles.fieldTail}>
          {property.type === "boolean" && (
            <Switch id={id} size="xs" checked={shown === true} onChange={(event) => onChange(event.currentTarget.checked, false)} />
          )}
          {toggle}
        </div>
      </div>
      {property.type === "number" && (
        <NumberInput
          id={id}
          size="xs"
          value={typeof shown === "number" ? shown : ""}
          onChange={(next) => onChange(typeof next === "number" ? next : undefined, true)}
        />
      )}
      {property.type === "choice" && (
        <Select
          id={id}
          size="xs"
          data={property.choices.map((choice) => ({ value: choice.value, label: choice.label }))}
          value={typeof shown === "string" ? shown : null}
          onChange={(next) => onChange(next ?? undefined, false)}
        />
      )}
      {property.help && <p className={styles.help}>{property.help}</p>}
    </div>
  );
}

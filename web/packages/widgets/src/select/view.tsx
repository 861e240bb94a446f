import { Select } from "@mantine/core";
import { textOf } from "@sallyport/runtime/json.ts";
import { useMemo, useState } from "react";
import type { WidgetViewProps } from "../view.ts";
import { keyOf, optionsOf } from "./options.ts";

/** More than a list that a person scrolls through; the rest is found by searching. */
const SHOWN = 200;

export function SelectView({ snapshot, actions }: WidgetViewProps) {
  const { properties, state, exposed, widget, loading, problem } = snapshot;
  const options = useMemo(() => optionsOf(properties), [properties]);
  const selected = exposed["value"];
  const key = selected === null || selected === undefined ? null : keyOf(selected);
  const data = useMemo(() => {
    const known = options.map((option) => ({ value: keyOf(option.value), label: option.label }));
    // a value that is not among the options is still shown, not silently dropped
    return key === null || known.some((item) => item.value === key) ? known : [{ value: key, label: key }, ...known];
  }, [options, key]);
  // closed, its list would be laid out and placed each time that the page is drawn: it is made when somebody comes near
  const [isNear, setIsNear] = useState(false);
  const label = textOf(properties["label"]);
  const missing = state["touched"] === true && exposed["valid"] === false ? "Choose an option" : null;
  return (
    <Select
      label={label || undefined}
      aria-label={label === "" ? widget.name : undefined}
      description={textOf(properties["description"]) || undefined}
      placeholder={loading ? "Loading…" : textOf(properties["placeholder"])}
      data={data}
      value={key}
      searchable={properties["searchable"] === true || data.length > SHOWN}
      limit={SHOWN}
      clearable={properties["clearable"] === true}
      // Mantine's own is kept from keyboards and from who listens, and smaller than what a finger hits (WCAG 2.2, 2.5.8)
      clearButtonProps={{ "aria-label": `Clear ${label || widget.name}`, "aria-hidden": false, tabIndex: 0, size: "24" }}
      withAsterisk={properties["required"] === true}
      disabled={properties["disabled"] === true}
      error={problem === null ? missing : (problem.detail ?? problem.title)}
      nothingFoundMessage="Nothing found"
      comboboxProps={{ keepMounted: isNear, transitionProps: { duration: 0 } }}
      onFocus={() => setIsNear(true)}
      onChange={(next) => {
        const option = options.find((candidate) => keyOf(candidate.value) === next);
        actions.setState({ value: option?.value ?? null, touched: true });
        actions.emit("change");
      }}
    />
  );
}

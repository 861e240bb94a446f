/** Lists inside a property: a table's columns, the options of a select, the series of a chart, tabs. */
import { ActionIcon, Button, Checkbox, Collapse, Group, Input, NumberInput, Select, TextInput, Tooltip } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconChevronDown, IconChevronRight, IconPlus, IconTrash } from "@tabler/icons-react";
import type { Json } from "@sallyport/document/records.ts";
import { clearButton } from "@sallyport/ui/clear-button.ts";
import type { Property, PropertyType } from "@sallyport/widgets/definition.ts";
import { COLUMN_TYPES } from "@sallyport/widgets/table/columns.ts";
import { useState, type ReactNode } from "react";
import styles from "./inspector.module.css";
import { COLUMN_ALIGNS, columnsFrom, freeKey, itemsOf, LISTS, type Item, type ListType } from "./list-items.ts";

export function isListType(type: PropertyType): type is ListType {
  return type in LISTS;
}

interface Props {
  readonly property: Property;
  readonly value: Json;
  readonly onChange: (value: Json | undefined, isTyping: boolean) => void;
  readonly sample: readonly unknown[];
  readonly action: ReactNode;
}

export function ListField({ property, value, onChange, sample, action }: Props) {
  const type = property.type as ListType;
  const shape = LISTS[type];
  const items = itemsOf(value);
  const [open, setOpen] = useState<number | null>(null);
  const put = (next: readonly Item[], isTyping = false) => onChange(next as Json, isTyping);
  const fromData = type === "columns" || type === "series" ? columnsFrom(sample) : [];
  const swap = (a: number, b: number) => {
    const next = [...items];
    [next[a], next[b]] = [next[b] as Item, next[a] as Item];
    put(next);
    setOpen(null);
  };
  return (
    <div className={styles.field} role="group" aria-label={property.label}>
      <div className={styles.fieldHead}>
        <Input.Label size="xs" component="div" title={property.help ?? undefined}>
          {property.label}
        </Input.Label>
        <Group gap={2}>
          {action}
          <Tooltip label={`Add a ${shape.noun}`}>
            <ActionIcon
              variant="subtle"
              color="gray"
              size={24}
              aria-label={`Add a ${shape.noun}`}
              onClick={() => {
                put([...items, shape.make(freeKey(items, shape))]);
                setOpen(items.length);
              }}
            >
              <IconPlus size={14} />
            </ActionIcon>
          </Tooltip>
        </Group>
      </div>
      {items.length === 0 && <p className={styles.help}>{property.help ?? `No ${shape.noun} yet`}</p>}
      {items.length === 0 && fromData.length > 0 && (
        <Button size="compact-xs" variant="light" onClick={() => put(fromData.map((key) => shape.make(key)))}>
          Take the {fromData.length} columns of the data
        </Button>
      )}
      <ul className={styles.items}>
        {items.map((item, index) => (
          <li key={index} className={styles.item}>
            <div className={styles.itemHead}>
              <button type="button" className={styles.itemName} aria-expanded={open === index} onClick={() => setOpen(open === index ? null : index)}>
                {open === index ? <IconChevronDown size={14} aria-hidden /> : <IconChevronRight size={14} aria-hidden />}
                <span>{shape.title(item) || `(${shape.noun})`}</span>
              </button>
              <RowAction label="Move up" disabled={index === 0} onClick={() => swap(index, index - 1)} icon={<IconArrowUp size={14} />} />
              <RowAction label="Move down" disabled={index === items.length - 1} onClick={() => swap(index, index + 1)} icon={<IconArrowDown size={14} />} />
              <RowAction label={`Remove the ${shape.noun}`} onClick={() => put(items.filter((_item, other) => other !== index))} icon={<IconTrash size={14} />} />
            </div>
            <Collapse expanded={open === index}>
              <ItemForm type={type} item={item} onChange={(next) => put(items.map((other, at) => (at === index ? next : other)), true)} />
            </Collapse>
          </li>
        ))}
      </ul>
    </div>
  );
}

function RowAction({ label, icon, onClick, disabled = false }: { label: string; icon: ReactNode; onClick: () => void; disabled?: boolean }) {
  return (
    <ActionIcon variant="subtle" color="gray" size={24} aria-label={label} title={label} disabled={disabled} onClick={onClick}>
      {icon}
    </ActionIcon>
  );
}

interface FormProps {
  readonly type: ListType;
  readonly item: Item;
  readonly onChange: (item: Item) => void;
}

function ItemForm({ type, item, onChange }: FormProps) {
  const text = (key: string) => (typeof item[key] === "string" || typeof item[key] === "number" ? String(item[key]) : "");
  const set = (key: string, value: Json | undefined) => {
    const { [key]: _old, ...others } = item;
    onChange(value === undefined || value === "" ? (LISTS[type].keys.includes(key) ? { ...item, [key]: "" } : others) : { ...item, [key]: value });
  };
  return (
    <div className={styles.itemForm}>
      {LISTS[type].fields.map((field) => (
        <TextInput key={field.key} size="xs" label={field.label} value={text(field.key)} onChange={(event) => set(field.key, event.currentTarget.value)} />
      ))}
      {type === "columns" && (
        <>
          <Select size="xs" label="Type" clearable clearButtonProps={clearButton("the type")} placeholder="By the data" data={[...COLUMN_TYPES]} value={text("type") || null} onChange={(next) => set("type", next ?? undefined)} />
          <Select size="xs" label="Align" clearable clearButtonProps={clearButton("the alignment")} placeholder="By type" data={COLUMN_ALIGNS} value={text("align") || null} onChange={(next) => set("align", next ?? undefined)} />
          <NumberInput size="xs" label="Width" min={40} max={800} placeholder="Automatic" value={typeof item["width"] === "number" ? item["width"] : ""} onChange={(next) => set("width", typeof next === "number" ? next : undefined)} />
          <Checkbox size="xs" label="Hidden" checked={item["hidden"] === true} onChange={(event) => set("hidden", event.currentTarget.checked ? true : undefined)} />
        </>
      )}
    </div>
  );
}

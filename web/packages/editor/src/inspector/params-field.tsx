/** Named templates, such as the parameters of a page or the headers of a request. */
import { ActionIcon, Group, Input, TextInput, Tooltip } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { CodeField } from "../code/code-field.tsx";
import { BindingBelow } from "./binding-below.tsx";
import styles from "./inspector.module.css";

export interface Pair {
  readonly name: string;
  readonly value: string;
}

interface PairsProps {
  readonly label: string;
  readonly noun: string;
  readonly pairs: readonly Pair[];
  readonly onChange: (pairs: readonly Pair[]) => void;
}

export function PairsField({ label, noun, pairs, onChange }: PairsProps) {
  const put = (index: number, pair: Pair) => onChange(pairs.map((other, at) => (at === index ? pair : other)));
  return (
    <div className={styles.field} role="group" aria-label={label}>
      <div className={styles.fieldHead}>
        <Input.Label size="xs" component="div">
          {label}
        </Input.Label>
        <Tooltip label={`Add a ${noun}`}>
          <ActionIcon variant="subtle" color="gray" size={24} aria-label={`Add a ${noun}`} onClick={() => onChange([...pairs, { name: freeName(pairs, noun), value: "" }])}>
            <IconPlus size={14} />
          </ActionIcon>
        </Tooltip>
      </div>
      {pairs.map((pair, index) => (
        <Group key={index} gap={4} align="start" wrap="nowrap">
          <TextInput size="xs" w={96} aria-label={`Name of the ${noun}`} value={pair.name} onChange={(event) => put(index, { ...pair, name: event.currentTarget.value })} />
          <div className={styles.grow}>
            <CodeField
              label={`Value of ${pair.name}`}
              isLabelHidden
              value={pair.value}
              language="template"
              shape="line"
              onChange={(value) => put(index, { ...pair, value })}
              below={<BindingBelow template={pair.value} />}
            />
          </div>
          <ActionIcon mt={3} variant="subtle" color="gray" size={24} aria-label={`Remove ${pair.name}`} onClick={() => onChange(pairs.filter((_pair, at) => at !== index))}>
            <IconTrash size={14} />
          </ActionIcon>
        </Group>
      ))}
    </div>
  );
}

function freeName(pairs: readonly Pair[], noun: string): string {
  const names = new Set(pairs.map((pair) => pair.name));
  const stem = noun === "parameter" ? "id" : "name";
  if (!names.has(stem)) return stem;
  let number = 2;
  while (names.has(`${stem}${number}`)) number += 1;
  return `${stem}${number}`;
}

interface ParamsProps {
  readonly params: Readonly<Record<string, string>>;
  readonly onChange: (params: Readonly<Record<string, string>>) => void;
}

export function ParamsField({ params, onChange }: ParamsProps) {
  const pairs = Object.entries(params).map(([name, value]) => ({ name, value }));
  return (
    <PairsField
      label="Parameters"
      noun="parameter"
      pairs={pairs}
      onChange={(next) => onChange(Object.fromEntries(next.map((pair) => [pair.name, pair.value])))}
    />
  );
}

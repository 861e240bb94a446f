/** A chain of acts: they run in order. */
import { ActionIcon, Button, Menu } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconChevronDown, IconChevronRight, IconPlus, IconTrash } from "@tabler/icons-react";
import type { Act } from "@sallyport/document/records.ts";
import { useState, type ReactNode } from "react";
import { useEditor } from "../state/use-editor.ts";
import { ActForm, availableTypes } from "./act-form.tsx";
import { actLine, changeType } from "./acts.ts";
import styles from "./inspector.module.css";

interface Props {
  readonly title: string;
  readonly help: string;
  readonly acts: readonly Act[];
  readonly onChange: (acts: readonly Act[]) => void;
}

export function ActsEditor({ title, help, acts, onChange }: Props) {
  const document = useEditor((state) => state.document);
  const [open, setOpen] = useState<number | null>(null);
  const move = (from: number, to: number) => {
    const next = [...acts];
    const [act] = next.splice(from, 1);
    if (act) next.splice(to, 0, act);
    onChange(next);
    setOpen(null);
  };
  return (
    <div className={styles.field} role="group" aria-label={title}>
      <div className={styles.fieldHead}>
        <span className={styles.eventTitle} title={help}>
          {title}
        </span>
        <Menu position="bottom-end" width={190}>
          <Menu.Target>
            <Button size="compact-xs" variant="subtle" color="gray" leftSection={<IconPlus size={14} />} aria-label={`${title}: add an act`}>
              Add
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {availableTypes(document, null).map(({ value, label }) => (
              <Menu.Item
                key={value}
                onClick={() => {
                  const act = changeType(document, null, value);
                  if (!act) return;
                  onChange([...acts, act]);
                  setOpen(acts.length);
                }}
              >
                {label}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </div>
      <ol className={styles.items}>
        {acts.map((act, index) => (
          <li key={index} className={styles.item}>
            <div className={styles.itemHead}>
              <button type="button" className={styles.itemName} aria-expanded={open === index} onClick={() => setOpen(open === index ? null : index)}>
                {open === index ? <IconChevronDown size={14} aria-hidden /> : <IconChevronRight size={14} aria-hidden />}
                <span>{actLine(document, act)}</span>
              </button>
              <Small label="Move up" disabled={index === 0} onClick={() => move(index, index - 1)} icon={<IconArrowUp size={14} />} />
              <Small label="Move down" disabled={index === acts.length - 1} onClick={() => move(index, index + 1)} icon={<IconArrowDown size={14} />} />
              <Small label="Remove the act" onClick={() => onChange(acts.filter((_act, at) => at !== index))} icon={<IconTrash size={14} />} />
            </div>
            {open === index && (
              <div className={styles.itemForm}>
                <ActForm act={act} onChange={(next) => onChange(acts.map((other, at) => (at === index ? next : other)))} />
              </div>
            )}
          </li>
        ))}
      </ol>
    </div>
  );
}

function Small({ label, icon, onClick, disabled = false }: { label: string; icon: ReactNode; onClick: () => void; disabled?: boolean }) {
  return (
    <ActionIcon variant="subtle" color="gray" size={24} aria-label={label} title={label} disabled={disabled} onClick={onClick}>
      {icon}
    </ActionIcon>
  );
}

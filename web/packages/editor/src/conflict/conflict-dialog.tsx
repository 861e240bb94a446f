/** Somebody else changed the same records. Both sides are shown; nothing is thrown away until it is chosen. */
import { Button, Group, Modal, SegmentedControl, Stack, Text } from "@mantine/core";
import type { Choice, Clash } from "@sallyport/document/merge.ts";
import type { DocumentRecord, RecordId } from "@sallyport/document/records.ts";
import { touched } from "@sallyport/document/change.ts";
import { useMemo, useState } from "react";
import type { SaveState } from "../state/autosave.ts";
import styles from "./conflict.module.css";
import { differences, nameOf } from "./differences.ts";

interface Props {
  readonly state: Extract<SaveState, { type: "conflict" }>;
  readonly onResolve: (choices: ReadonlyMap<RecordId, Choice> | "theirs") => Promise<void>;
}

export function ConflictDialog({ state, onResolve }: Props) {
  const { meeting } = state;
  const [choices, setChoices] = useState<ReadonlyMap<RecordId, Choice>>(() => new Map(meeting.clashes.map((clash) => [clash.id, "mine"])));
  const [isBusy, setBusy] = useState(false);
  const others = useMemo(() => touched(meeting.theirs).length - meeting.clashes.length, [meeting]);
  const resolve = async (chosen: ReadonlyMap<RecordId, Choice> | "theirs") => {
    setBusy(true);
    await onResolve(chosen);
    setBusy(false);
  };
  const all = (choice: Choice) => setChoices(new Map(meeting.clashes.map((clash) => [clash.id, choice])));
  return (
    <Modal opened onClose={() => undefined} withCloseButton={false} closeOnEscape={false} closeOnClickOutside={false} size="xl" title="Someone else changed this app">
      <Stack gap="md">
        <Text size="sm">
          {meeting.clashes.length === 0
            ? "Their changes and yours do not fit together: one of you removed what the other one uses."
            : "You both changed what is listed here. Choose which side stays; everything else of yours and of theirs is kept."}
        </Text>
        {others > 0 && (
          <Text size="xs" c="dimmed">
            {others} more of their changes do not touch yours and come in either way.
          </Text>
        )}
        <ul className={styles.clashes}>
          {meeting.clashes.map((clash) => (
            <ClashRow key={clash.id} clash={clash} choice={choices.get(clash.id) ?? "mine"} onChoose={(choice) => setChoices(new Map(choices).set(clash.id, choice))} />
          ))}
        </ul>
        <Group justify="space-between">
          <Group gap="sm">
            {meeting.clashes.length > 1 && (
              <>
                <Button size="compact-sm" variant="default" onClick={() => all("mine")}>
                  All mine
                </Button>
                <Button size="compact-sm" variant="default" onClick={() => all("theirs")}>
                  All theirs
                </Button>
              </>
            )}
          </Group>
          <Group gap="sm">
            <Button variant="default" loading={isBusy} onClick={() => void resolve("theirs")}>
              Take their version whole
            </Button>
            <Button data-autofocus loading={isBusy} disabled={meeting.clashes.length === 0} onClick={() => void resolve(choices)}>
              Keep what I chose
            </Button>
          </Group>
        </Group>
      </Stack>
    </Modal>
  );
}

interface RowProps {
  readonly clash: Clash;
  readonly choice: Choice;
  readonly onChoose: (choice: Choice) => void;
}

function ClashRow({ clash, choice, onChoose }: RowProps) {
  const name = nameOf(clash.mine ?? clash.theirs ?? clash.base);
  return (
    <li className={styles.clash}>
      <Group justify="space-between" wrap="nowrap">
        <Text fw={600}>{name}</Text>
        <SegmentedControl
          size="xs"
          aria-label={`Which side of ${name} stays`}
          data={[
            { value: "mine", label: "Mine" },
            { value: "theirs", label: "Theirs" },
          ]}
          value={choice}
          onChange={(value) => onChoose(value === "theirs" ? "theirs" : "mine")}
        />
      </Group>
      <div className={styles.sides}>
        <Side title="Mine" base={clash.base} now={clash.mine} isChosen={choice === "mine"} />
        <Side title="Theirs" base={clash.base} now={clash.theirs} isChosen={choice === "theirs"} />
      </div>
    </li>
  );
}

interface SideProps {
  readonly title: string;
  readonly base: DocumentRecord | null;
  readonly now: DocumentRecord | null;
  readonly isChosen: boolean;
}

function Side({ title, base, now, isChosen }: SideProps) {
  return (
    <section className={styles.side} data-chosen={isChosen || undefined} aria-label={title}>
      <h3 className={styles.title}>{title}</h3>
      {now === null ? (
        <p className={styles.line}>Deleted</p>
      ) : (
        <dl className={styles.lines}>
          {differences(base, now).map((line) => (
            <div key={line.path} className={styles.line}>
              <dt>{line.path}</dt>
              <dd>{line.after}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

/** Whose eyes the preview is for. */
import { Select } from "@mantine/core";
import { groupsQuery, peopleQuery } from "@sallyport/api/people.ts";
import { useSession } from "@sallyport/ui/session-gate.tsx";
import { useQuery } from "@tanstack/react-query";
import styles from "./edit.module.css";

interface Props {
  readonly reader: string | null;
  readonly onReader: (reader: string | null) => void;
}

const BUILDER = "builder";

export function ViewAs({ reader, onReader }: Props) {
  const session = useSession();
  const groups = useQuery({ ...groupsQuery, retry: false });
  const people = useQuery({ ...peopleQuery, retry: false });
  const sections = [
    { group: "Someone in", items: (groups.data ?? []).map(({ id, name }) => ({ value: id, label: name })) },
    { group: "People", items: (people.data ?? []).filter(({ id }) => id !== session.person.id).map(({ id, name }) => ({ value: id, label: name })) },
  ];
  return (
    <div className={styles.viewAs}>
      <span aria-hidden>View as</span>
      <Select
        size="xs"
        w={200}
        searchable
        nothingFoundMessage="Nobody is called that"
        aria-label="View as"
        data={[{ value: BUILDER, label: "You, who build it" }, ...sections.filter(({ items }) => items.length > 0)]}
        value={reader ?? BUILDER}
        onChange={(chosen) => chosen !== null && onReader(chosen === BUILDER ? null : chosen)}
      />
    </div>
  );
}

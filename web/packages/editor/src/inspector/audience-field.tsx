/** Who gets the widget at all: for the others the server leaves it out of what it sends. */
import { Radio, Stack, TagsInput } from "@mantine/core";
import type { WidgetRecord } from "@sallyport/document/records.ts";
import { setAudience } from "@sallyport/document/widget-commands.ts";
import { groupsQuery } from "@sallyport/api/people.ts";
import { useQuery } from "@tanstack/react-query";
import { useStore } from "../state/use-editor.ts";
import styles from "./inspector.module.css";

export function AudienceField({ widget }: { readonly widget: WidgetRecord }) {
  const store = useStore();
  const groups = useQuery({ ...groupsQuery, enabled: widget.audience !== null });
  const set = (list: readonly string[] | null) =>
    store.run(setAudience(store.get().document, widget.id, list && { groups: list }), `Change who can see ${widget.name}`);
  return (
    <section className={styles.section} aria-label="Who can see this">
      <h3 className={styles.sectionTitle}>Who can see this</h3>
      <Radio.Group
        aria-label="Who can see this"
        value={widget.audience === null ? "all" : "groups"}
        onChange={(value) => set(value === "all" ? null : [])}
      >
        <Stack gap={10}>
          <Radio size="xs" value="all" label="Everyone who may use the app" />
          <Radio size="xs" value="groups" label="Only some groups" />
        </Stack>
      </Radio.Group>
      {widget.audience !== null && (
        <TagsInput
          mt={8}
          size="xs"
          aria-label="Groups that can see this"
          placeholder={widget.audience.groups.length === 0 ? "Nobody yet: choose a group" : ""}
          data={(groups.data ?? []).map((group) => group.name)}
          value={[...widget.audience.groups]}
          onChange={set}
        />
      )}
    </section>
  );
}

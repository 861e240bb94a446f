/** With nothing selected the inspector speaks of the page and of the app's look. */
import { ColorInput, SegmentedControl, Switch, Text, TextInput } from "@mantine/core";
import { editApp, editPage, pageNameFault } from "@sallyport/document/app-commands.ts";
import type { PageRecord, Scheme } from "@sallyport/document/records.ts";
import { appOf, pageOf } from "@sallyport/document/tree.ts";
import { useMemo, useState } from "react";
import { paramsOf } from "../state/params.ts";
import { useEditor, useStore } from "../state/use-editor.ts";
import { InspectorHead } from "./inspector-head.tsx";
import styles from "./inspector.module.css";

export function PageInspector() {
  const page = useEditor((state) => (state.page === null ? null : pageOf(state.document, state.page)));
  return (
    <>
      <InspectorHead>
        <Text fw={600} flex={1} truncate>
          {page ? page.title : "App"}
        </Text>
      </InspectorHead>
      <div className={styles.scroll}>
        {page && <PageFields key={page.id} page={page} />}
        {page && <ParamFields page={page.id} />}
        <AppFields />
      </div>
    </>
  );
}

function PageFields({ page }: { readonly page: PageRecord }) {
  const store = useStore();
  const [name, setName] = useState(page.name);
  const fault = name === page.name ? null : pageNameFault(store.get().document, name, page.id);
  const edit = (patch: Partial<PageRecord>, key: string) =>
    store.run(editPage(store.get().document, page.id, patch), "Change the page", `${page.id}.${key}`);
  return (
    <section className={styles.section} aria-label="Page">
      <h3 className={styles.sectionTitle}>Page</h3>
      <TextInput size="xs" mb={8} label="Title" value={page.title} onChange={(event) => edit({ title: event.currentTarget.value }, "title")} />
      <TextInput
        size="xs"
        mb={8}
        label="Name in the address"
        value={name}
        error={fault}
        onChange={(event) => {
          const next = event.currentTarget.value;
          setName(next);
          if (pageNameFault(store.get().document, next, page.id) === null) edit({ name: next }, "name");
        }}
      />
      <Switch size="xs" label="Show in the menu" checked={page.in_menu} onChange={(event) => edit({ in_menu: event.currentTarget.checked }, "menu")} />
    </section>
  );
}

/** A page that is opened with parameters can be built with some at hand. */
function ParamFields({ page }: { readonly page: string }) {
  const store = useStore();
  const document = useEditor((state) => state.document);
  const params = useEditor((state) => state.params[page]) ?? {};
  const names = useMemo(() => paramsOf(document, page), [document, page]);
  if (names.length === 0) return null;
  return (
    <section className={styles.section} aria-label="Parameters to build with">
      <h3 className={styles.sectionTitle}>Parameters to build with</h3>
      {names.map((name) => (
        <TextInput
          key={name}
          size="xs"
          mb={8}
          label={name}
          value={params[name] ?? ""}
          onChange={(event) => store.set({ params: { ...store.get().params, [page]: { ...params, [name]: event.currentTarget.value } } })}
        />
      ))}
      <p className={styles.help}>In use they come with the address, or from the act that goes to this page.</p>
    </section>
  );
}

const SCHEMES: { value: Scheme; label: string }[] = [
  { value: "system", label: "As the system" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
];

export function AppFields() {
  const store = useStore();
  const theme = useEditor((state) => appOf(state.document).theme);
  const edit = (patch: Partial<typeof theme>, key: string) =>
    store.run(editApp(store.get().document, { theme: { ...theme, ...patch } }), "Change the look of the app", `app.${key}`);
  return (
    <section className={styles.section} aria-label="Look of the app">
      <h3 className={styles.sectionTitle}>Look of the app</h3>
      <SegmentedControl
        size="xs"
        fullWidth
        mb={8}
        aria-label="Colour scheme of the app"
        data={SCHEMES}
        value={theme.scheme}
        onChange={(scheme) => edit({ scheme: scheme as Scheme }, "scheme")}
      />
      <AccentField accent={theme.accent} onChange={(accent) => edit({ accent }, "accent")} />
    </section>
  );
}

function AccentField({ accent, onChange }: { readonly accent: string | null; readonly onChange: (accent: string | null) => void }) {
  return (
    <ColorInput
      size="xs"
      label="Accent"
      placeholder="As the platform"
      withPreview={accent !== null}
      withPicker={false}
      withEyeDropper={false}
      swatches={["#0c6b68", "#1d5fa8", "#6b3fa0", "#a8325a", "#8a4b08", "#3f6212"]}
      value={accent ?? ""}
      onChange={(value) => onChange(/^#[0-9a-f]{6}$/i.test(value) ? value : null)}
    />
  );
}

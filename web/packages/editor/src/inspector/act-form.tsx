/** One act: which it is, and what it needs. */
import { Select, TextInput } from "@mantine/core";
import type { Act, ActType, Document, Tone } from "@sallyport/document/records.ts";
import { pagesOf, queriesOf, widgetsOf } from "@sallyport/document/tree.ts";
import { definitionOf } from "@sallyport/widgets/definitions.ts";
import { useMemo } from "react";
import { CodeField } from "../code/code-field.tsx";
import { useEditor } from "../state/use-editor.ts";
import { ACT_TITLES, changeType } from "./acts.ts";
import { BindingBelow } from "./binding-below.tsx";
import { ParamsField } from "./params-field.tsx";

interface Props {
  readonly act: Act;
  readonly onChange: (act: Act) => void;
}

const TONES: { value: Tone; label: string }[] = [
  { value: "info", label: "Information" },
  { value: "success", label: "Success" },
  { value: "warning", label: "Warning" },
  { value: "error", label: "Error" },
];

export function ActForm({ act, onChange }: Props) {
  const document = useEditor((state) => state.document);
  const types = useMemo(() => availableTypes(document, act.type), [document, act.type]);
  return (
    <>
      <Select
        size="xs"
        label="Do"
        data={types}
        value={act.type}
        onChange={(type) => type && onChange(changeType(document, act, type as ActType))}
      />
      <ActFields act={act} onChange={onChange} document={document} />
    </>
  );
}

/** Only what this app has a target for; what is already chosen stays. */
export function availableTypes(document: Document, current: ActType | null): { value: ActType; label: string }[] {
  return (Object.keys(ACT_TITLES) as ActType[])
    .filter((type) => type === current || changeType(document, null, type) !== null)
    .map((value) => ({ value, label: ACT_TITLES[value] }));
}

function ActFields({ act, onChange, document }: Props & { readonly document: Document }) {
  switch (act.type) {
    case "run_query":
      return (
        <Select
          size="xs"
          label="Query"
          searchable
          data={queriesOf(document).map((query) => ({ value: query.id, label: query.name }))}
          value={act.query}
          onChange={(query) => query && onChange({ ...act, query })}
        />
      );
    case "set_value":
      return (
        <>
          <WidgetSelect document={document} value={act.widget} isFit={hasValue} onChange={(widget) => onChange({ ...act, widget })} />
          <Template label="Value" value={typeof act.value === "string" ? act.value : JSON.stringify(act.value)} onChange={(value) => onChange({ ...act, value })} />
        </>
      );
    case "navigate":
      return (
        <>
          <Select
            size="xs"
            label="Page"
            data={pagesOf(document).map((page) => ({ value: page.id, label: page.title }))}
            value={act.page}
            onChange={(page) => page && onChange({ ...act, page })}
          />
          <ParamsField params={act.params} onChange={(params) => onChange({ ...act, params })} />
        </>
      );
    case "notify":
      return (
        <>
          <Template label="Message" value={act.message} onChange={(message) => onChange({ ...act, message })} />
          <Select size="xs" label="Tone" data={TONES} value={act.tone} onChange={(tone) => tone && onChange({ ...act, tone: tone as Tone })} />
        </>
      );
    case "open":
    case "close":
      return <WidgetSelect document={document} value={act.widget} isFit={opens} onChange={(widget) => onChange({ ...act, widget })} />;
    case "reset":
      return <WidgetSelect document={document} value={act.widget} isFit={() => true} onChange={(widget) => onChange({ ...act, widget })} />;
    case "confirm":
      return <Template label="Question" value={act.message} onChange={(message) => onChange({ ...act, message })} />;
    case "copy":
      return <Template label="What to copy" value={act.value} onChange={(value) => onChange({ ...act, value })} />;
  }
}

const hasValue = (type: string): boolean => (definitionOf(type)?.value_key ?? null) !== null;
const opens = (type: string): boolean => definitionOf(type)?.opens === true;

interface WidgetSelectProps {
  readonly document: Document;
  readonly value: string;
  readonly isFit: (type: string) => boolean;
  readonly onChange: (widget: string) => void;
}

function WidgetSelect({ document, value, isFit, onChange }: WidgetSelectProps) {
  const data = widgetsOf(document)
    .filter((widget) => widget.id === value || isFit(widget.type))
    .map((widget) => ({ value: widget.id, label: widget.name }));
  if (data.length === 0) return <TextInput size="xs" label="Widget" disabled value="" placeholder="This app has no such widget" />;
  return <Select size="xs" label="Widget" searchable data={data} value={value} onChange={(widget) => widget && onChange(widget)} />;
}

function Template({ label, value, onChange }: { readonly label: string; readonly value: string; readonly onChange: (value: string) => void }) {
  return <CodeField label={label} value={value} language="template" shape="line" onChange={onChange} below={<BindingBelow template={value} />} />;
}

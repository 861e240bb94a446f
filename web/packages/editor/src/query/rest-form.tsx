/** A request: method, path, parameters, headers, body. Values may hold `{{ }}`; they are encoded where they stand. */
import { Select } from "@mantine/core";
import type { RestBody, RestMethod } from "@sallyport/document/records.ts";
import { CodeField } from "../code/code-field.tsx";
import { BindingBelow } from "../inspector/binding-below.tsx";
import { PairsField } from "../inspector/params-field.tsx";
import styles from "./query.module.css";

const METHODS: RestMethod[] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

interface Props {
  readonly body: RestBody;
  readonly onChange: (body: RestBody) => void;
}

export function RestForm({ body, onChange }: Props) {
  const hasBody = body.method !== "GET";
  return (
    <div className={styles.form}>
      <div className={styles.request}>
        <Select
          size="xs"
          w={96}
          label="Method"
          data={METHODS}
          value={body.method}
          onChange={(method) => method && onChange({ ...body, method: method as RestMethod, body: method === "GET" ? null : body.body })}
        />
        <div className={styles.grow}>
          <CodeField
            label="Path"
            value={body.path}
            language="template"
            shape="line"
            onChange={(path) => onChange({ ...body, path })}
            below={<BindingBelow template={body.path} />}
          />
        </div>
      </div>
      <PairsField label="Query parameters" noun="parameter" pairs={body.query} onChange={(query) => onChange({ ...body, query })} />
      <PairsField label="Headers" noun="header" pairs={body.headers} onChange={(headers) => onChange({ ...body, headers })} />
      {hasBody && (
        <CodeField
          label="Body (JSON)"
          value={body.body ?? ""}
          language="json"
          shape="lines"
          placeholder={'{ "id": {{ table1.selected_row.id }} }'}
          onChange={(text) => onChange({ ...body, body: text === "" ? null : text })}
        />
      )}
    </div>
  );
}

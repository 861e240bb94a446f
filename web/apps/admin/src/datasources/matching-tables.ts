import type { DatasourceSchema } from "@sallyport/api/types.ts";

type Table = DatasourceSchema["tables"][number];

export const tableName = (table: Table): string => (table.schema === null ? table.name : `${table.schema}.${table.name}`);

/** Tables whose name, or one of whose columns' names, contains the text. */
export function matchingTables(tables: readonly Table[], text: string): readonly Table[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return tables;
  const holds = (name: string) => name.toLowerCase().includes(wanted);
  return tables.filter((table) => holds(tableName(table)) || table.columns.some((column) => holds(column.name)));
}

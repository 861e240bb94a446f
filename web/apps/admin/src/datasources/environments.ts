import type { Datasource, DatasourceEnvironment } from "@sallyport/api/types.ts";
import { type RawSearch, oneOf, present } from "../search.ts";

export const environments = ["development", "staging", "production"] as const;
export type Environment = (typeof environments)[number];

export const environmentLabels: Record<Environment, string> = {
  development: "Development",
  staging: "Staging",
  production: "Production",
};

export const parseEnvironment = (raw: RawSearch): { environment?: Environment } =>
  present<{ environment?: Environment }>({ environment: oneOf(raw, "environment", environments) });

export function configurationIn(datasource: Datasource, environment: string): DatasourceEnvironment | undefined {
  return datasource.environments.find((candidate) => candidate.environment === environment);
}

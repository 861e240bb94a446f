import type { Whoami } from "@sallyport/api/types.ts";
import type { Surroundings } from "@sallyport/editor/state/surroundings.ts";
import type { JsonObject } from "@sallyport/runtime/json.ts";

/** What expressions see of the person and the tenant while an app is built: the builder's own. */
export function surroundingsOf(app: string, { person, tenant }: Whoami): Surroundings {
  return { app, user: person as unknown as JsonObject, tenant };
}

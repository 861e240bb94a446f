/**
 * What the runtime runs: an app as its reader may see it. The server answers it (`GET /apps/{app}`); the builder makes the same shape
 * from the document that is being edited.
 */
import type { Act, AppRecord, Event, Layout } from "@sallyport/document/records.ts";
import type { JsonObject } from "./json.ts";

export type ViewWidget = {
  readonly id: string;
  readonly page: string;
  readonly parent: string | null;
  readonly slot: string;
  readonly type: string;
  readonly name: string;
  readonly layout: Layout;
  readonly properties: JsonObject;
  readonly events: readonly Event[];
};

export type ViewPage = { readonly id: string; readonly name: string; readonly title: string; readonly in_menu: boolean };

export type ViewQuery = {
  readonly id: string;
  readonly name: string;
  /** The texts of the leaves that the page sends. */
  readonly inputs: readonly string[];
  readonly run_on_load: boolean;
  readonly confirm: string | null;
  readonly writes: boolean;
  readonly on_success: readonly Act[];
  readonly on_error: readonly Act[];
};

export type ViewFunction = { readonly name: string; readonly source: string };

export type AppView = {
  readonly id: string;
  readonly name: string;
  readonly release: number;
  readonly environment: string;
  readonly home: string | null;
  readonly theme: AppRecord["theme"];
  readonly pages: readonly ViewPage[];
  readonly widgets: readonly ViewWidget[];
  readonly queries: readonly ViewQuery[];
  readonly functions: readonly ViewFunction[];
  readonly user: JsonObject;
  readonly tenant: JsonObject;
};

/** The part of a view that the runtime needs. */
export type RuntimeView = Pick<AppView, "pages" | "widgets" | "queries" | "functions" | "user" | "tenant" | "environment">;

/** Roots that the server fills in by itself; a page never sends them. */
export const TRUSTED_ROOTS: ReadonlySet<string> = new Set(["user", "tenant", "env"]);

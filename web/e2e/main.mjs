/**
 * The browser's stories against the real server. `SALLYPORT_SERVER` names its program; `SALLYPORT_STORIES` may name some of the
 * stories (`sign-in,a11y`), else all are told. One server and one browser serve them all, so they run in one process.
 *
 * `cargo xtask test` tells them on the embedded store with the demo's rows in SQLite, and those that use every part of a store also on
 * PostgreSQL with its rows there too (`SALLYPORT_STORE` and `SALLYPORT_DEMO_POSTGRES` name the databases). The sweep `a11y` is
 * told by itself after them.
 */
import { after } from "node:test";
import { end } from "./support/story.mjs";

const ALL = ["sign-in", "account", "support-console", "builder", "admin", "people", "tenant", "a11y"];
const chosen = process.env.SALLYPORT_STORIES?.split(",") ?? ALL;
after(end);
for (const name of chosen) await import(`./${name}.e2e.mjs`);

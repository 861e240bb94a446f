// Writes spec/widgets.json from the definitions. `--check` fails when the file is not as it would be written.
import { readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { runnerImport } from "vite";

const here = import.meta.dirname;
const target = resolve(here, "../../../../spec/widgets.json");
const { module } = await runnerImport(resolve(here, "widgets-json.ts"), { configFile: false, logLevel: "error" });
const text = module.widgetsJson();

if (process.argv.includes("--check")) {
  const found = await readFile(target, "utf8").catch(() => "");
  if (found !== text) {
    process.stderr.write("spec/widgets.json is not up to date: run `npm run gen:widgets`\n");
    process.exitCode = 1;
  }
} else {
  await writeFile(target, text);
}

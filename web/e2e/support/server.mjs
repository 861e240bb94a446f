/** One real server with the demo, in a folder of its own that goes away with it. */
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const PATIENCE = 120_000;

/** A port that is free now. */
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** `  Ada Admin    administrator  ada@example.com      password` */
const PERSON = /^\s+(?<name>\S.*?)\s{2,}(?<part>\S.*?)\s{2,}(?<email>\S+@\S+)\s+(?<password>\S+)$/;

/**
 * Starts it and waits until it says that it is ready. Datasources and gateways may reach `destinations` (host:port) although they are this machine.
 * It keeps everything in the PostgreSQL database `store`, or else in its data folder, and the demo's rows in the PostgreSQL database
 * `rows`, or else in a SQLite file. Mail goes to the port `mail` of this machine, or nowhere.
 */
export async function startServer(program, { destinations = [], store, rows, mail } = {}) {
  const folder = await mkdtemp(join(tmpdir(), "sallyport-e2e-"));
  const port = await freePort();
  const home = ["--data", join(folder, "data"), "--root-key", join(folder, "keys/root.key")];
  const named = Object.entries({ "--store": store, "--demo-postgres": rows, "--smtp": mail && `smtp://localhost:${mail}`, "--mail-from": mail && "Sallyport <sallyport@example.com>" });
  const allowed = destinations.filter(Boolean).flatMap((destination) => ["--allow-destination", destination]);
  const chosen = [...allowed, ...named.filter(([, value]) => value).flat()];
  const child = spawn(program, ["serve", "--listen", `127.0.0.1:${port}`, ...home, ...chosen, "--demo"], { stdio: ["ignore", "pipe", "pipe"] });
  process.once("exit", () => child.kill());
  const printed = [];
  const people = new Map();
  let setupLink = null;

  const ended = new Promise((resolve) => child.once("exit", resolve));
  const ready = new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the server was not ready in time; it said:\n${printed.join("\n")}`)), PATIENCE);
    const read = (line) => {
      printed.push(line);
      const person = PERSON.exec(line)?.groups;
      if (person) people.set(person.part, { ...person });
      setupLink ??= /http\S+#token=\S+/.exec(line)?.[0] ?? null;
      const at = /^Ready in .* on (http\S+)/.exec(line)?.[1];
      if (at === undefined) return;
      clearTimeout(timer);
      resolve(at);
    };
    createInterface({ input: child.stdout }).on("line", read);
    createInterface({ input: child.stderr }).on("line", read);
    child.once("error", reject);
    void ended.then((code) => reject(new Error(`the server ended with ${code}; it said:\n${printed.join("\n")}`)));
  });

  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    return { url: await ready, people, setupLink, printed, folder, program, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

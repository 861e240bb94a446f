/**
 * Serves the built pages with the page policy of the real server and invented answers (packages/api/src/mock.ts), to
 * look at screens without a server. It is a tool for developers: it checks no rights and is no part of the product.
 *
 *   npm run build && npm run preview -- [--port 4173] [--state full|empty|signed-out] [--dist dist]
 */
import { randomBytes } from "node:crypto";
import { createReadStream, existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, resolve } from "node:path";
import { Readable } from "node:stream";
import { parseArgs } from "node:util";
import { runnerImport } from "vite";

const web = resolve(import.meta.dirname, "..");

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "4173" },
    state: { type: "string", default: "full" },
    dist: { type: "string", default: resolve(web, "dist") },
  },
});
const dist = resolve(values.dist);

const policy = (nonce) =>
  [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'none'",
    "font-src 'self'",
    "img-src 'self' data: blob:",
    "connect-src 'self'",
    "worker-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "require-trusted-types-for 'script'",
    "trusted-types app",
  ].join("; ");

const types = {
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
  ".wasm": "application/wasm",
};

function pageOf(path) {
  if (/^\/(account|join|register|verify|reset)(\/|$)/.test(path)) return "account.html";
  if (path === "/admin" || path.startsWith("/admin/")) return "admin.html";
  return path.startsWith("/apps/") ? "viewer.html" : "studio.html";
}

function sendPage(path, response) {
  const nonce = randomBytes(16).toString("base64");
  const html = readFileSync(resolve(dist, pageOf(path)), "utf8").replaceAll("__CSP_NONCE__", nonce);
  response.writeHead(200, {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": policy(nonce),
    "cache-control": "no-store",
  });
  response.end(html);
}

function sendAsset(path, response) {
  const file = resolve(dist, `.${path}`);
  if (!file.startsWith(`${dist}/assets/`) || !existsSync(file)) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { "content-type": types[extname(file)] ?? "application/octet-stream", "content-security-policy": policy("none") });
  createReadStream(file).pipe(response);
}

async function sendMock(server, request, response) {
  const body = ["GET", "HEAD"].includes(request.method) ? undefined : Readable.toWeb(request);
  const answer = await server(
    new Request(`http://localhost${request.url}`, { method: request.method, body, duplex: "half", headers: { "content-type": "application/json" } }),
  );
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.end(Buffer.from(await answer.arrayBuffer()));
}

async function stateNamed(name, mock) {
  if (name === "empty") return mock.emptyState();
  return name === "signed-out" ? { ...mock.fullState(), session: null } : mock.fullState();
}

const { module: mock } = await runnerImport(resolve(web, "packages/api/src/mock.ts"), { configFile: false, logLevel: "error" });
const answers = mock.mockServer(await stateNamed(values.state, mock));

createServer((request, response) => {
  const { pathname } = new URL(request.url, "http://localhost");
  if (pathname.startsWith("/api/")) void sendMock(answers, request, response);
  else if (pathname.startsWith("/assets/")) sendAsset(pathname, response);
  else sendPage(pathname, response);
}).listen(Number(values.port), "127.0.0.1", () => {
  console.log(`preview with invented answers (${values.state}): http://localhost:${values.port}`);
});

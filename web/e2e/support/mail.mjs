/** A mail server that keeps every letter, for stories in which somebody reads their mail. It speaks as much SMTP as it takes to be given one. */
import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

const PATIENCE = 30_000;
const LINK = /https?:\/\/\S+#token=[\w-]+/;

/** Soft line breaks and `=3D` of quoted-printable, or base64. */
function decoded(body, encoding) {
  if (/base64/i.test(encoding)) return Buffer.from(body, "base64").toString("utf8");
  if (!/quoted-printable/i.test(encoding)) return body;
  const bytes = body.replaceAll(/=\r?\n/g, "").replaceAll(/=([0-9A-F]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}

function headersOf(text) {
  const unfolded = text.replaceAll(/\r?\n[ \t]+/g, " ");
  return Object.fromEntries(unfolded.split(/\r?\n/).map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 1).trim()]));
}

function splitHead(text) {
  const at = text.search(/\r?\n\r?\n/);
  return [headersOf(text.slice(0, at)), text.slice(at).replace(/^\r?\n\r?\n/, "")];
}

/** The plain text of a letter, out of whatever parts it has. */
function plain(text) {
  const [headers, body] = splitHead(text);
  const type = headers["content-type"] ?? "text/plain";
  const boundary = /boundary="?([^";]+)"?/i.exec(type)?.[1];
  if (boundary === undefined) return /text\/plain/i.test(type) ? decoded(body, headers["content-transfer-encoding"] ?? "") : "";
  return body.split(`--${boundary}`).slice(1, -1).map((part) => plain(part.replace(/^\r?\n/, ""))).join("\n");
}

/** `=?utf-8?q?…?=` and its kin in a subject. */
const subject = (text) => text.replaceAll(/=\?utf-8\?(b|q)\?([^?]*)\?=\s*/gi, (_, kind, word) => decoded(kind.toLowerCase() === "q" ? word.replaceAll("_", "=20") : word, kind.toLowerCase() === "q" ? "quoted-printable" : "base64"));

export async function openMailbox() {
  const letters = [];
  const server = createServer((socket) => {
    let buffer = "";
    let to = [];
    let reading = false;
    const say = (line) => socket.write(`${line}\r\n`);
    const hear = (line) => {
      const verb = line.slice(0, 4).toUpperCase();
      if (verb === "RCPT") to.push(/<([^>]*)>/.exec(line)?.[1] ?? "");
      if (verb === "DATA") {
        reading = true;
        return say("354 go on");
      }
      if (verb === "QUIT") {
        say("221 bye");
        return socket.end();
      }
      if (verb === "RSET") to = [];
      return say("250 ok");
    };
    const keep = (text) => {
      const unstuffed = text.replaceAll(/^\.\./gm, ".");
      const [headers] = splitHead(unstuffed);
      for (const address of to) letters.push({ to: address, subject: subject(headers["subject"] ?? ""), text: plain(unstuffed) });
      to = [];
      reading = false;
      say("250 kept");
    };
    socket.setEncoding("latin1");
    socket.on("error", () => undefined);
    socket.on("data", (chunk) => {
      buffer += chunk;
      for (;;) {
        const end = buffer.indexOf(reading ? "\r\n.\r\n" : "\r\n");
        if (end < 0) return;
        const piece = buffer.slice(0, end);
        buffer = buffer.slice(end + (reading ? 5 : 2));
        if (reading) keep(piece);
        else hear(piece);
      }
    });
    say("220 mailbox.example ready");
  });
  await new Promise((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });

  /** The newest letter to an address that has something of it in its subject, and in its text; waits for one. It is taken out. */
  async function letter(to, about = /./, has = /./) {
    const until = Date.now() + PATIENCE;
    for (;;) {
      const at = letters.findLastIndex((one) => one.to === to && about.test(one.subject) && has.test(one.text));
      if (at >= 0) return letters.splice(at, 1)[0];
      if (Date.now() > until) throw new Error(`no letter to ${to} about ${about}; there are ${JSON.stringify(letters.map((one) => [one.to, one.subject]))}`);
      await pause(50);
    }
  }

  return {
    port: server.address().port,
    letters,
    letter,
    /** The link in such a letter. */
    link: async (to, about) => {
      const { text } = await letter(to, about, LINK);
      return LINK.exec(text)[0];
    },
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
      }),
  };
}

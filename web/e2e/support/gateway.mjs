/** A gateway for SMS that keeps every message, for stories in which somebody looks at their telephone. */
import { createServer } from "node:http";
import { setTimeout as pause } from "node:timers/promises";

const PATIENCE = 30_000;

export async function openGateway() {
  const messages = [];
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    messages.push({ ...JSON.parse(text), authorization: request.headers.authorization });
    response.writeHead(202).end();
  });
  await new Promise((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address();

  return {
    /** Where the server has to be allowed to reach. */
    destination: `127.0.0.1:${port}`,
    /** The next message to a number; waits for it. It is taken out. */
    message: async (to) => {
      const until = Date.now() + PATIENCE;
      for (;;) {
        const at = messages.findIndex((one) => one.to === to);
        if (at >= 0) return messages.splice(at, 1)[0];
        if (Date.now() > until) throw new Error(`no message to ${to}; there are ${JSON.stringify(messages.map((one) => one.to))}`);
        await pause(50);
      }
    },
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

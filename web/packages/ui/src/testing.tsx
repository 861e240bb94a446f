/** For tests: a screen with the mock server behind it. */
import { MantineProvider } from "@mantine/core";
import { type MockState, fullState, mockServer } from "@sallyport/api/mock.ts";
import { createQueryClient } from "@sallyport/api/query-client.ts";
import { QueryClientProvider } from "@tanstack/react-query";
import { configure, fireEvent, render, screen } from "@testing-library/react";
import type { ReactNode } from "react";
import { vi } from "vitest";

// parts that are loaded when they are needed take their time on a machine that does much else
configure({ asyncUtilTimeout: 10_000 });

export interface Asked {
  what: string;
  body: unknown;
}

/** Renders it; what was asked of the server is kept. */
export function show(tree: ReactNode, state: MockState = fullState(), answers: Record<string, () => Response> = {}) {
  const asked: Asked[] = [];
  const server = mockServer(state);
  vi.stubGlobal("fetch", async (request: Request) => {
    const what = `${request.method} ${new URL(request.url).pathname.replace("/api/v1", "")}`;
    const text = await request.clone().text();
    asked.push({ what, body: text === "" ? null : JSON.parse(text) });
    return answers[what]?.() ?? server(request);
  });
  const rendered = render(
    <MantineProvider env="test">
      <QueryClientProvider client={createQueryClient()}>{tree}</QueryClientProvider>
    </MantineProvider>,
  );
  return { ...rendered, asked, state, last: (what: string) => asked.findLast((call) => call.what === what)?.body };
}

export const problemAnswer = (status: number, body: object, headers: Record<string, string> = {}) => () =>
  new Response(JSON.stringify({ status, ...body }), { status, headers: { "content-type": "application/problem+json", ...headers } });

export const write = (label: string | RegExp, value: string): void => void fireEvent.change(screen.getByLabelText(label), { target: { value } });

export const press = (name: string | RegExp): void => void fireEvent.click(screen.getByRole("button", { name }));

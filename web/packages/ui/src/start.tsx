/** The first lines of every page: nonce, theme, notices, query client; then the page's own tree. */
import { QueryClientProvider } from "@tanstack/react-query";
import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { type ReactNode, StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createQueryClient } from "@sallyport/api/query-client.ts";
import { shareNonce } from "./nonce.ts";
import { cssVariables, theme } from "./theme.ts";
import "./styles.ts";

export function start(tree: ReactNode): void {
  const nonce = shareNonce();
  const root = document.getElementById("root");
  if (root === null) throw new Error("the page has no element `root`");
  createRoot(root).render(
    <StrictMode>
      {/* variables are all written by the provider, so the style sheet need not repeat Mantine's own */}
      <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto" getStyleNonce={() => nonce} deduplicateCssVariables={false}>
        <QueryClientProvider client={createQueryClient()}>
          <Notifications position="bottom-right" limit={4} autoClose={6000} />
          {tree}
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
}

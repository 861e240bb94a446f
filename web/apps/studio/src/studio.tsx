/** The studio: the list of apps, and the builder. Start reading at `routes.tsx`. */
import "@sallyport/ui/styles-work.ts";
import { SessionGate } from "@sallyport/ui/session-gate.tsx";
import { Setup } from "@sallyport/ui/setup.tsx";
import { RouterProvider } from "@tanstack/react-router";
import { router } from "./routes.tsx";

export function Studio() {
  if (location.pathname === "/setup") return <Setup onDone={() => location.replace("/")} />;
  return (
    <SessionGate>
      <RouterProvider router={router} />
    </SessionGate>
  );
}

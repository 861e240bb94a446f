/** Administration: who is here, what data there is, and what was done. Start reading at `routes.tsx`. */
import "@sallyport/ui/styles-work.ts";
import { SessionGate } from "@sallyport/ui/session-gate.tsx";
import { RouterProvider } from "@tanstack/react-router";
import { router } from "./routes.tsx";
import "./tabs.css";

export function Administration() {
  return (
    <SessionGate>
      <RouterProvider router={router} />
    </SessionGate>
  );
}

import type { ApiKey } from "@sallyport/api/types.ts";
import { TimeText } from "@sallyport/ui/time-text.tsx";
import { stateOf } from "./key-state.ts";
import "../notes.css";

/** When a key ends or has ended, and whether that wants attention. */
export function KeyEnd({ apiKey, now }: { apiKey: ApiKey; now: number }) {
  const state = stateOf(apiKey, now);
  if (state === "expired") {
    return (
      <span className="mark-warning">
        Expired <TimeText at={apiKey.expires_at} />
      </span>
    );
  }
  return (
    <span className={state === "ends soon" ? "mark-warning" : undefined}>
      <TimeText at={apiKey.expires_at} />
    </span>
  );
}

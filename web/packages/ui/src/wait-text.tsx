/** How long to wait before trying again, counting down for the eye; who listens hears it once. */
import { useEffect, useState } from "react";

/** `in 45 seconds`, `in 2 minutes`: rounded up, so that the wait is over when it says so. */
export function waitText(seconds: number): string {
  if (seconds <= 0) return "now";
  const [count, unit] = seconds < 100 ? [seconds, "second"] : seconds < 5400 ? [Math.ceil(seconds / 60), "minute"] : [Math.ceil(seconds / 3600), "hour"];
  return `in ${count} ${unit}${count === 1 ? "" : "s"}`;
}

export function WaitText({ seconds }: { seconds: number }) {
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    const end = Date.now() + seconds * 1000;
    const timer = setInterval(() => setLeft(Math.max(0, Math.ceil((end - Date.now()) / 1000))), 1000);
    return () => clearInterval(timer);
  }, [seconds]);
  return (
    <>
      You can try again <span aria-hidden="true">{waitText(left)}</span>
      <span className="spoken">{waitText(seconds)}</span>.
    </>
  );
}

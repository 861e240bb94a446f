import { useState } from "react";
import { exactTime, relativeTime } from "./time.ts";
import "./texts.css";

interface TimeTextProps {
  at: string | null;
  /** `exact` is for ledgers, `relative` for lists of things. */
  as?: "relative" | "exact";
  absent?: string;
}

export function TimeText({ at, as = "relative", absent = "Never" }: TimeTextProps) {
  const [now] = useState(() => new Date());
  if (at === null) return <span className="quiet">{absent}</span>;
  const time = new Date(at);
  const exact = exactTime(time);
  return (
    <time dateTime={at} title={`${exact} local time · ${time.toISOString()}`} className={as === "exact" ? "figures" : undefined}>
      {as === "exact" ? exact : relativeTime(time, now)}
    </time>
  );
}

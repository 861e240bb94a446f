import type { FailedDay } from "@sallyport/api/security-overview.ts";
import { useState } from "react";
import { DAYS, barsOf, summaryOf, topOf, wholeDays } from "./failed-days.ts";
import "./security.css";

/** A bar a day, drawn with attributes alone; the same numbers are there as a table. */
export function FailedChart({ failed }: { failed: readonly FailedDay[] }) {
  const [today] = useState(() => new Date());
  const days = wholeDays(failed, today);
  const bars = barsOf(days);
  const top = topOf(days);
  return (
    <figure className="failed">
      <figcaption>{summaryOf(days)}</figcaption>
      <div className="failed-plot">
        <div className="failed-scale figures" aria-hidden="true">
          <span>{top}</span>
          <span>0</span>
        </div>
        <svg className="failed-bars" viewBox={`0 0 ${DAYS} 100`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
          <line x1="0" x2={DAYS} y1="50" y2="50" vectorEffect="non-scaling-stroke" />
          {bars.map((bar) => (
            <rect key={bar.day} x={bar.x + 0.15} y={bar.y} width={0.7} height={bar.height}>
              <title>{`${bar.day}: ${bar.count}`}</title>
            </rect>
          ))}
        </svg>
      </div>
      <div className="failed-days figures" aria-hidden="true">
        <span>{days[0]?.day}</span>
        <span>{days.at(-1)?.day}</span>
      </div>
      <details>
        <summary>As a table</summary>
        <table className="failed-table">
          <thead>
            <tr>
              <th scope="col">Day</th>
              <th scope="col">Failed sign-ins</th>
            </tr>
          </thead>
          <tbody>
            {days
              .filter(({ count }) => count > 0)
              .map(({ day, count }) => (
                <tr key={day}>
                  <td className="figures">{day}</td>
                  <td className="figures">{count}</td>
                </tr>
              ))}
          </tbody>
        </table>
        <p className="note">Days that are not listed had none.</p>
      </details>
    </figure>
  );
}

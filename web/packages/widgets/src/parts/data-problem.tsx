/** Why a widget's data is not there, in its place: what happened, what to do, the request's id. */
import type { Problem } from "@sallyport/runtime/ports.ts";
import { IconAlertTriangle } from "@tabler/icons-react";
import "./parts.css";

export function DataProblem({ problem }: { readonly problem: Problem }) {
  return (
    <div className="data-problem" role="alert">
      <IconAlertTriangle size={20} aria-hidden="true" />
      <p className="data-problem-title">{problem.title}</p>
      {problem.detail !== null && problem.detail !== problem.title && <p>{problem.detail}</p>}
      {problem.hint !== null && <p className="quiet-text">{problem.hint}</p>}
      {problem.request_id !== null && <p className="quiet-text figures">Request {problem.request_id}</p>}
    </div>
  );
}

/** The same on one line, for small widgets. */
export function DataProblemLine({ problem }: { readonly problem: Problem }) {
  const title = [problem.title, problem.detail, problem.hint, problem.request_id].filter(Boolean).join("\n");
  return (
    <p className="data-problem-line" role="alert" title={title}>
      <IconAlertTriangle size={14} aria-hidden="true" />
      <span>{problem.detail ?? problem.title}</span>
    </p>
  );
}

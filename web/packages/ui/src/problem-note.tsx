import { Alert, Text } from "@mantine/core";
import { Problem, isProblem } from "@sallyport/api/problem.ts";
import { IconAlertTriangle } from "@tabler/icons-react";
import { IdText } from "./id-text.tsx";
import { problemText, saidAtFields } from "./problem-text.ts";
import { WaitText } from "./wait-text.tsx";
import "./problem-note.css";

interface ProblemNoteProps {
  error: unknown;
  /** The fields beside it that say themselves what is wrong with them. */
  fields?: readonly string[];
}

/** A problem said inside a form or beside what failed. Shows nothing without one, or if the fields say it all. */
export function ProblemNote({ error, fields = [] }: ProblemNoteProps) {
  if (error === null || error === undefined || saidAtFields(error, fields) || isProblem(error, "proof_declined")) return null;
  const requestId = error instanceof Problem ? error.requestId : null;
  const wait = error instanceof Problem ? error.retryAfter : null;
  return (
    <Alert className="problem-note" role="alert" icon={<IconAlertTriangle size={16} />}>
      {problemText(error)}
      {wait !== null && (
        <>
          {" "}
          <WaitText key={requestId} seconds={wait} />
        </>
      )}
      {requestId !== null && (
        <Text size="xs" mt={4} component="div">
          Request <IdText id={requestId} label="the request's id" />
        </Text>
      )}
    </Alert>
  );
}

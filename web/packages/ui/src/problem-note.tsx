import { Alert, Text } from "@mantine/core";
import { Problem } from "@sallyport/api/problem.ts";
import { IconAlertTriangle } from "@tabler/icons-react";
import { problemText } from "./problem-text.ts";
import "./problem-note.css";

/** A problem said inside a form or beside what failed. Shows nothing without one. */
export function ProblemNote({ error }: { error: unknown }) {
  if (error === null || error === undefined) return null;
  const requestId = error instanceof Problem ? error.requestId : null;
  return (
    <Alert className="problem-note" role="alert" icon={<IconAlertTriangle size={16} />}>
      {problemText(error)}
      {requestId !== null && (
        <Text size="xs" mt={4} className="figures">
          Request {requestId}
        </Text>
      )}
    </Alert>
  );
}

/** What a screen shows when it has no content to show: nothing yet, nothing here, a fault, or not yet loaded. */
import { Button, Skeleton, Text, Title } from "@mantine/core";
import { Problem } from "@sallyport/api/problem.ts";
import { IconAlertTriangle, IconMapOff } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { IdText } from "./id-text.tsx";
import { problemText } from "./problem-text.ts";
import "./states.css";

interface EmptyStateProps {
  icon?: ReactNode;
  title: string;
  /** What to do about it. */
  children?: ReactNode;
  /** The one button that does it. */
  action?: ReactNode;
  /** 1 where the state is the whole page. */
  level?: 1 | 2;
}

export function EmptyState({ icon, title, children, action, level = 2 }: EmptyStateProps) {
  return (
    <div className="state">
      {icon !== undefined && (
        <div className="state-icon" aria-hidden="true">
          {icon}
        </div>
      )}
      <Title order={level} size="h3">
        {title}
      </Title>
      {children !== undefined && (
        <Text c="dimmed" className="state-text" component="div">
          {children}
        </Text>
      )}
      {action}
    </div>
  );
}

interface ErrorStateProps {
  error: unknown;
  onRetry?: () => void;
  level?: 1 | 2;
}

export function ErrorState({ error, onRetry, level = 2 }: ErrorStateProps) {
  if (error instanceof Problem && error.code === "not_found") return <NotFound level={level} />;
  const requestId = error instanceof Problem ? error.requestId : null;
  return (
    <div className="state" role="alert">
      <div className="state-icon state-icon-danger" aria-hidden="true">
        <IconAlertTriangle size={24} />
      </div>
      <Title order={level} size="h3">
        {error instanceof Problem ? error.title : "Something went wrong"}
      </Title>
      <Text c="dimmed" className="state-text">
        {problemText(error)}
      </Text>
      {requestId !== null && (
        <Text size="xs" c="dimmed" component="div">
          Request <IdText id={requestId} label="request id" />
        </Text>
      )}
      {onRetry !== undefined && (
        <Button variant="default" onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  );
}

/** The same for what does not exist and for what this person may not know of. */
export function NotFound({ home = "/", level = 2 }: { home?: string; level?: 1 | 2 }) {
  return (
    <EmptyState
      icon={<IconMapOff size={24} />}
      title="Not found"
      level={level}
      action={
        <Button component="a" href={home} variant="default">
          Go to the start
        </Button>
      }
    >
      There is nothing at this address, or you have no access to it.
    </EmptyState>
  );
}

/** Rows in the shape of the list to come. It shows itself only if loading takes a moment. */
export function ListSkeleton({ rows = 8, label = "Loading" }: { rows?: number; label?: string }) {
  return (
    <div className="skeleton-list late" role="status" aria-label={label}>
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} height={16} width={`${92 - ((row * 17) % 40)}%`} />
      ))}
    </div>
  );
}

/** Short notices for what happened out of sight. What belongs to a field or a list is said there, not here. */
import { notifications } from "@mantine/notifications";
import { Problem, isProblem } from "@sallyport/api/problem.ts";
import { problemText } from "./problem-text.ts";

export function notifyDone(message: string): void {
  notifications.show({ message, color: "accent" });
}

export function notifyProblem(error: unknown): void {
  if (isProblem(error, "proof_declined")) return;
  const requestId = error instanceof Problem ? error.requestId : null;
  notifications.show({
    title: error instanceof Problem ? error.title : "Something went wrong",
    message: requestId === null ? problemText(error) : `${problemText(error)} Request ${requestId}`,
    color: "red",
    autoClose: 12_000,
  });
}

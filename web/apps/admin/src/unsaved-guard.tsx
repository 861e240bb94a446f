import { ConfirmDialog } from "@sallyport/ui/dialog.tsx";
import { useBlocker } from "@tanstack/react-router";

/** Asks before what was changed and not saved is left behind. */
export function UnsavedGuard({ when, what }: { when: boolean; what: string }) {
  const blocker = useBlocker({ shouldBlockFn: ({ current, next }) => when && current.pathname !== next.pathname, enableBeforeUnload: () => when, withResolver: true });
  return (
    <ConfirmDialog
      opened={blocker.status === "blocked"}
      onClose={() => blocker.reset?.()}
      title="Leave without saving?"
      confirm="Leave"
      pending={false}
      onConfirm={() => blocker.proceed?.()}
    >
      What you changed in {what} is not saved.
    </ConfirmDialog>
  );
}

/** Asking the person, as a promise: the runtime's `confirm` port. */
import { lazy, Suspense, useCallback, useMemo, useRef, useState, type ReactNode } from "react";

const ConfirmationDialog = lazy(() => import("./confirmation-dialog.tsx").then((module) => ({ default: module.ConfirmationDialog })));

type Question = { readonly message: string; readonly answer: (agreed: boolean) => void };

export type Confirmations = {
  readonly confirm: (message: string) => Promise<boolean>;
  /** To be rendered once, anywhere. */
  readonly dialog: ReactNode;
};

export function useConfirmations(): Confirmations {
  const [question, setQuestion] = useState<Question | null>(null);
  const [asked, setAsked] = useState(false);
  const waiting = useRef<Promise<unknown>>(Promise.resolve());

  // two questions at once are asked one after the other
  const confirm = useCallback((message: string) => {
    setAsked(true);
    const agreed = waiting.current.then(() => new Promise<boolean>((answer) => setQuestion({ message, answer })));
    waiting.current = agreed;
    return agreed;
  }, []);

  return useMemo(() => {
    const answer = (agreed: boolean) => {
      question?.answer(agreed);
      setQuestion(null);
    };
    const dialog = <ConfirmationDialog message={question?.message ?? null} onAnswer={answer} />;
    return { confirm, dialog: asked ? <Suspense fallback={null}>{dialog}</Suspense> : null };
  }, [confirm, question, asked]);
}

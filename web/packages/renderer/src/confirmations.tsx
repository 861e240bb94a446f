/** Asking the person, as a promise: the runtime's `confirm` port. */
import { lazy, Suspense, useCallback, useMemo, useRef, useState, type ReactNode } from "react";

const ConfirmationDialog = lazy(() => import("./confirmation-dialog.tsx").then((module) => ({ default: module.ConfirmationDialog })));

type Question = { readonly message: string; readonly answer: (agreed: boolean) => void; readonly open: boolean };

export type Confirmations = {
  readonly confirm: (message: string) => Promise<boolean>;
  /** To be rendered once, anywhere. */
  readonly dialog: ReactNode;
};

export function useConfirmations(): Confirmations {
  const [question, setQuestion] = useState<Question | null>(null);
  const waiting = useRef<Promise<unknown>>(Promise.resolve());

  // two questions at once are asked one after the other
  const confirm = useCallback((message: string) => {
    const agreed = waiting.current.then(() => new Promise<boolean>((answer) => setQuestion({ message, answer, open: true })));
    waiting.current = agreed;
    return agreed;
  }, []);

  return useMemo(() => ({ confirm, dialog: question === null ? null : dialogFor(question, setQuestion) }), [confirm, question]);
}

function dialogFor(question: Question, setQuestion: (question: Question) => void): ReactNode {
  const onAnswer = (agreed: boolean) => {
    question.answer(agreed);
    setQuestion({ ...question, open: false });
  };
  return (
    <Suspense fallback={null}>
      <ConfirmationDialog opened={question.open} message={question.message} onAnswer={onAnswer} />
    </Suspense>
  );
}

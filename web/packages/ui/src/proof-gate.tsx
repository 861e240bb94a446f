/**
 * The one place that asks "prove who you are", for every act on the page that takes a fresh proof. The question itself
 * is loaded when it is first asked.
 */
import { provideProof } from "@sallyport/api/proof.ts";
import { lazy, Suspense, useEffect, useRef, useState } from "react";

const ProofDialog = lazy(() => import("./door.ts").then((door) => ({ default: door.ProofDialog })));

export function ProofGate() {
  const [asked, setAsked] = useState(0);
  const [opened, setOpened] = useState(false);
  const answer = useRef<(proved: boolean) => void>(() => undefined);

  useEffect(() => {
    const stop = provideProof(
      () =>
        new Promise((resolve) => {
          answer.current = resolve;
          setAsked((before) => before + 1);
          setOpened(true);
        }),
    );
    return () => {
      stop();
      answer.current(false);
    };
  }, []);

  if (asked === 0) return null;
  return (
    <Suspense>
      <ProofDialog
        key={asked}
        opened={opened}
        onAnswer={(proved) => {
          setOpened(false);
          answer.current(proved);
        }}
      />
    </Suspense>
  );
}

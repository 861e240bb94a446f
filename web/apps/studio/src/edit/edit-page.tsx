/** The builder of one app: the session lives as long as this screen. */
import type { AppSummary } from "@sallyport/api/types.ts";
import type { Tone } from "@sallyport/document/records.ts";
import { Editor } from "@sallyport/editor/editor.tsx";
import type { Draft } from "@sallyport/editor/state/autosave.ts";
import { EditorSession, type Asking } from "@sallyport/editor/state/session.ts";
import { useSession } from "@sallyport/ui/session-gate.tsx";
import { notifications } from "@mantine/notifications";
import { useEffect, useState } from "react";
import { Bar } from "./bar.tsx";
import { EditSkeleton } from "./edit-skeleton.tsx";
import { surroundingsOf } from "./surroundings-of.ts";

const COLORS: Readonly<Record<Tone, string>> = { info: "accent", success: "green", warning: "yellow", error: "red" };

export function notifyTone(message: string, tone: Tone): void {
  notifications.show({ message, color: COLORS[tone] });
}

interface Props {
  readonly app: AppSummary;
  readonly draft: Draft;
}

export function EditPage({ app, draft }: Props) {
  const whoami = useSession();
  const [session, setSession] = useState<EditorSession | null>(null);
  const [asking, setAsking] = useState<Asking | null>(null);
  const [opening] = useState({ draft, surroundings: surroundingsOf(app.id, whoami) });

  useEffect(() => {
    const ask = (question: Asking) =>
      setAsking({
        message: question.message,
        answer: (yes) => {
          setAsking(null);
          question.answer(yes);
        },
      });
    const opened = new EditorSession(opening.draft, opening.surroundings, { notify: notifyTone, ask });
    // oxlint-disable-next-line react/set-state-in-effect -- a session has an end, so that it is made where it is ended
    setSession(opened);
    return () => opened.end();
  }, [opening]);

  useEffect(() => {
    document.title = `${app.name} · Sallyport`;
  }, [app.name]);

  if (!session) return <EditSkeleton />;
  return <Editor session={session} asking={asking} bar={<Bar app={app} session={session} />} />;
}

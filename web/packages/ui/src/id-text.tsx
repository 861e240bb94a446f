import { CopyButton } from "./copy-button.tsx";
import "./texts.css";

const HEAD = 6;
const TAIL = 4;

/** `person_6ed96429…c441`: what it is an id of, and enough to tell it from another. */
export function shortId(id: string): string {
  const [, kind = "", rest = ""] = /^(.*_)?(.*)$/.exec(id) ?? [];
  return rest.length <= HEAD + TAIL + 2 ? id : `${kind}${rest.slice(0, HEAD)}…${rest.slice(-TAIL)}`;
}

/** An id, short, with the whole of it on hover and a button that copies it. */
export function IdText({ id, label = "id" }: { id: string; label?: string }) {
  return (
    <span className="id-text">
      <span className="figures" title={id}>
        {shortId(id)}
      </span>
      <CopyButton value={id} label={label} />
    </span>
  );
}

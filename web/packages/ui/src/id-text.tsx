import { CopyButton } from "./copy-button.tsx";
import "./texts.css";

/** An id, whole, in figures' type, with a button that copies it. */
export function IdText({ id, label = "id" }: { id: string; label?: string }) {
  return (
    <span className="id-text">
      <span className="figures">{id}</span>
      <CopyButton value={id} label={label} />
    </span>
  );
}

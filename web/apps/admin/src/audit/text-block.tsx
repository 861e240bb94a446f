import { CopyButton } from "@sallyport/ui/copy-button.tsx";
import "./audit.css";

/** A text to be taken away whole: a checkpoint, a key, a command. */
export function TextBlock({ name, text }: { name: string; text: string }) {
  return (
    <div>
      <div className="block-head">
        <span>{name}</span>
        <CopyButton value={text} label={name.toLowerCase()} />
      </div>
      <pre className="block">{text}</pre>
    </div>
  );
}

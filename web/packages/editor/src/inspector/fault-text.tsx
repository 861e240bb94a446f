/** What is wrong, in words, with the parts that it names and those behind it one click away. */
import type { Cause } from "@sallyport/runtime/causes.ts";
import { useMemo } from "react";
import { faultLinks, openPart, piecesOf } from "../state/faults.ts";
import { useEditor, useStore } from "../state/use-editor.ts";
import styles from "./inspector.module.css";

export function FaultText({ message }: { readonly message: string }) {
  const store = useStore();
  const document = useEditor((state) => state.document);
  const pieces = useMemo(() => piecesOf(message, document), [message, document]);
  return pieces.map(({ text, part }, index) =>
    part === null ? (
      text.replaceAll(/`([^`]*)`/g, "“$1”")
    ) : (
      <button key={index} type="button" className={styles.link} onClick={() => openPart(store, part)}>
        {text.replaceAll("`", "")}
      </button>
    ),
  );
}

/** The failed queries and broken bindings that a value follows from. */
export function Causes({ causes }: { readonly causes: readonly Cause[] }) {
  const store = useStore();
  const links = useMemo(() => faultLinks(store), [store]);
  return causes.map(({ kind, id, name, property, message }) => (
    <span key={`${id} ${property}`} className={styles.cause}>
      <button type="button" className={styles.link} onClick={() => (kind === "widget" && property !== null ? links.property(id, property) : links.query(id))}>
        {property === null ? name : `${name}, ${property}`}
      </button>
      : {message}
    </span>
  ));
}

/** CodeMirror, and nothing of it outside this folder: it is the heaviest part of the studio and comes on demand. */
import { acceptCompletion, autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap, completionStatus, type CompletionSource } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import { json } from "@codemirror/lang-json";
import { PostgreSQL, SQLite, schemaCompletionSource, keywordCompletionSource, sql } from "@codemirror/lang-sql";
import { bracketMatching, indentOnInput } from "@codemirror/language";
import { Annotation, Compartment, EditorState, Prec, type Extension } from "@codemirror/state";
import { EditorView, keymap, lineNumbers, placeholder, tooltips } from "@codemirror/view";
import { readNonce } from "@sallyport/ui/nonce.ts";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useLive, type Live } from "../state/live.ts";
import type { CodeFieldProps } from "./code-field.tsx";
import styles from "./code.module.css";
import { completeNames, isInsideExpression } from "./completions.ts";
import { replacing } from "./replacing.ts";
import { templateMarks } from "./template-marks.ts";
import { editorTheme, highlighting } from "./theme.ts";

const External = Annotation.define<boolean>();

type Props = CodeFieldProps & { readonly describedBy: string };

interface Spoken {
  readonly language: CodeFieldProps["language"];
  readonly dialect: CodeFieldProps["dialect"] | undefined;
  readonly tables: CodeFieldProps["tables"] | undefined;
}

export function CodeMirror(props: Props) {
  const live = useLive();
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const [compartment] = useState(() => new Compartment());
  const { value, label, language, shape, dialect, tables, describedBy, placeholder: hint } = props;

  const changed = useEffectEvent((text: string) => props.onChange(text));
  const run = useEffectEvent(() => {
    props.onRun?.();
    return props.onRun !== undefined;
  });
  const atFirst = useEffectEvent(() => ({ doc: value, language: compartment.of(languageOf({ language, dialect, tables }, live)) }));

  useEffect(() => {
    if (!host.current) return undefined;
    const first = atFirst();
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: first.doc,
        extensions: [first.language, base({ shape, label, describedBy, hint }, () => run()), changes((text) => changed(text))],
      }),
    });
    view.current = editor;
    return () => {
      editor.destroy();
      view.current = null;
    };
  }, [shape, label, describedBy, hint]);

  useEffect(() => {
    view.current?.dispatch({ effects: compartment.reconfigure(languageOf({ language, dialect, tables }, live)) });
  }, [compartment, live, language, dialect, tables]);

  useEffect(() => {
    const editor = view.current;
    if (!editor || editor.state.doc.toString() === value) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value }, annotations: External.of(true) });
  }, [value]);

  return <div ref={host} className={styles[shape]} data-code-field={label} />;
}

interface Base {
  readonly shape: CodeFieldProps["shape"];
  readonly label: string;
  readonly describedBy: string;
  readonly hint: string | undefined;
}

function base({ shape, label, describedBy, hint }: Base, run: () => boolean): Extension {
  const runKeys = Prec.highest(keymap.of([{ key: "Mod-Enter", run }]));
  // Tab leaves the field, as everywhere else, unless a completion is open and waits for it.
  const tab = { key: "Tab", run: (editor: EditorView) => completionStatus(editor.state) === "active" && acceptCompletion(editor) };
  const enter = { key: "Enter", run: (editor: EditorView) => completionStatus(editor.state) !== "active" };
  return [
    EditorView.cspNonce.of(readNonce()),
    runKeys,
    history(),
    closeBrackets(),
    bracketMatching(),
    indentOnInput(),
    replacing,
    templateMarks,
    highlighting,
    editorTheme,
    tooltips({ parent: document.body, position: "fixed" }),
    // it takes the focus anyway; said in so many words, checkers know as well that the pane can be scrolled by keyboard
    EditorView.contentAttributes.of({ "aria-label": label, "aria-describedby": describedBy, tabindex: "0" }),
    hint === undefined ? [] : placeholder(hint),
    shape === "pane" ? lineNumbers() : [],
    EditorView.lineWrapping,
    keymap.of([tab, ...completionKeymap, ...closeBracketsKeymap, ...historyKeymap]),
    shape === "line" ? [oneLine, keymap.of([enter])] : [],
    keymap.of(defaultKeymap),
  ];
}

function changes(told: (text: string) => void): Extension {
  return EditorView.updateListener.of((update) => {
    const isOurs = update.transactions.every((transaction) => transaction.annotation(External) !== true);
    if (update.docChanged && isOurs) told(update.state.doc.toString());
  });
}

/** Pasted line ends become spaces: the field has one line. */
const oneLine = EditorState.transactionFilter.of((transaction) => {
  if (!transaction.docChanged || transaction.newDoc.lines === 1 || transaction.annotation(External) === true) return transaction;
  const text = transaction.newDoc.toString().replace(/\s*\n\s*/g, " ");
  const { length } = transaction.startState.doc;
  return [{ changes: { from: 0, to: length, insert: text }, selection: { anchor: Math.min(transaction.newSelection.main.head, text.length) } }];
});

function languageOf({ language, dialect, tables }: Spoken, live: Live): Extension {
  const names = completeNames(live, language === "javascript");
  if (language === "javascript") return [javascript(), autocompletion({ override: [names] })];
  if (language === "json") return [json(), autocompletion({ override: [names] })];
  if (language === "template") return autocompletion({ override: [names] });
  const flavour = dialect === "sqlite" ? SQLite : PostgreSQL;
  const outside = (source: CompletionSource): CompletionSource => (context) => (isInsideExpression(context) ? null : source(context));
  const schema = schemaCompletionSource({ dialect: flavour, schema: tables ?? {} });
  return [
    sql({ dialect: flavour }),
    autocompletion({ override: [names, outside(schema), outside(keywordCompletionSource(flavour, false))] }),
  ];
}

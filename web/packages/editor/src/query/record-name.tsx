/** The name of a query or function, edited where it stands; every mention of it follows. */
import { renameNamed } from "@sallyport/document/app-commands.ts";
import { nameFault } from "@sallyport/document/names.ts";
import { useState } from "react";
import { RenameField } from "../panels/rename-field.tsx";
import { useStore } from "../state/use-editor.ts";
import styles from "./query.module.css";

export function RecordName({ id, name }: { readonly id: string; readonly name: string }) {
  const store = useStore();
  const [isRenaming, setRenaming] = useState(false);
  if (!isRenaming) {
    return (
      <button type="button" className={styles.name} title="Rename" aria-label={`${name}, rename`} onClick={() => setRenaming(true)}>
        {name}
      </button>
    );
  }
  return (
    <div className={styles.nameField}>
      <RenameField
        label="Name"
        value={name}
        fault={(next) => nameFault(store.get().document, next, id)}
        onDone={(next) => {
          setRenaming(false);
          if (next !== null) store.run(renameNamed(store.get().document, id, next), `Rename to ${next}`);
        }}
      />
    </div>
  );
}

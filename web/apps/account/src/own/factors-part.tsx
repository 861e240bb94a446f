import { Button, Modal, Text, TextInput } from "@mantine/core";
import { type Factor, type Factors, removeFactor, renameFactor, useAccountAct } from "@sallyport/api/account.ts";
import { faultAt } from "@sallyport/api/problem.ts";
import { ConfirmDialog, FormDialog } from "@sallyport/ui/dialog.tsx";
import { AddFactor } from "@sallyport/ui/factors/add-factor.tsx";
import { factorKinds } from "@sallyport/ui/factors/kinds.ts";
import { fieldText } from "@sallyport/ui/problem-text.ts";
import { useSession } from "@sallyport/ui/session-gate.tsx";
import { useOwnEscape } from "@sallyport/ui/own-escape.ts";
import { TimeText } from "@sallyport/ui/time-text.tsx";
import { IconPlus } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Part } from "./part.tsx";

type Act = "rename" | "remove";

export function FactorsPart({ factors }: { factors: Factors }) {
  const [adding, setAdding] = useState(false);
  const [chosen, setChosen] = useState<{ act: Act; factor: Factor } | null>(null);
  const close = () => setChosen(null);
  return (
    <Part title="Second factors" lead="With one of them, a stolen password is not enough to sign in as you. Have two, so that you can lose one.">
      {factors.items.length > 0 && (
        <ul className="own-list">
          {factors.items.map((factor) => (
            <FactorLine key={factor.id} factor={factor} onAct={(act) => setChosen({ act, factor })} />
          ))}
        </ul>
      )}
      {factors.items.length === 0 && <Text>You have none yet.</Text>}
      {factors.allowed.length > 0 && (
        <div className="own-part-acts">
          <Button variant={factors.items.length === 0 ? "filled" : "default"} leftSection={<IconPlus size={16} aria-hidden="true" />} onClick={() => setAdding(true)}>
            Add a second factor
          </Button>
        </div>
      )}
      <AddDialog opened={adding} allowed={factors.allowed} onClose={() => setAdding(false)} />
      {chosen?.act === "rename" && <RenameDialog factor={chosen.factor} onClose={close} />}
      {chosen?.act === "remove" && <RemoveDialog factor={chosen.factor} last={factors.items.length === 1} onClose={close} />}
    </Part>
  );
}

function FactorLine({ factor, onAct }: { factor: Factor; onAct: (act: Act) => void }) {
  const { Icon, name: kind } = factorKinds[factor.kind];
  return (
    <li>
      <Icon size={20} aria-hidden="true" />
      <div>
        <div className="own-name">{factor.name}</div>
        <div className="own-detail">
          {/* a name that is the kind's own need not be said twice */}
          {factor.name !== kind && `${kind} · `}
          {factor.detail !== null && `${factor.detail} · `}added <TimeText at={factor.created_at} /> · last used <TimeText at={factor.last_used_at} absent="never" />
        </div>
      </div>
      <div className="own-acts">
        <Button variant="subtle" color="gray" aria-label={`Rename ${factor.name}`} onClick={() => onAct("rename")}>
          Rename
        </Button>
        <Button variant="subtle" color="gray" className="own-danger" aria-label={`Remove ${factor.name}`} onClick={() => onAct("remove")}>
          Remove
        </Button>
      </div>
    </li>
  );
}

function AddDialog({ opened, allowed, onClose }: { opened: boolean; allowed: Factors["allowed"]; onClose: () => void }) {
  const { person } = useSession();
  const queries = useQueryClient();
  // once the factor is there, its recovery codes are seen to the end
  const [added, setAdded] = useState(false);
  const close = added ? () => undefined : onClose;
  const escape = useOwnEscape(opened, close);
  const renew = () => void queries.invalidateQueries({ queryKey: ["account"] });

  function done() {
    setAdded(false);
    onClose();
  }

  return (
    <Modal
      {...escape}
      opened={opened}
      onClose={close}
      withCloseButton={!added}
      closeOnClickOutside={false}
      title={added ? "Your recovery codes" : "Add a second factor"}
    >
      <AddFactor
        allowed={allowed}
        email={person.email}
        onAdded={() => {
          setAdded(true);
          renew();
        }}
        onDone={done}
      />
    </Modal>
  );
}

function RenameDialog({ factor, onClose }: { factor: Factor; onClose: () => void }) {
  const rename = useAccountAct((name: string) => renameFactor(factor.id, name));
  const [name, setName] = useState(factor.name);
  const [missing, setMissing] = useState<Error | null>(null);
  const error = missing ?? rename.error;

  function submit(event: FormEvent) {
    event.preventDefault();
    const absent = name.trim() === "" ? faultAt("name", "give it a name") : null;
    setMissing(absent);
    if (absent === null) rename.mutate(name.trim(), { onSuccess: onClose });
  }

  return (
    <FormDialog opened onClose={onClose} title="Rename the second factor" submit="Save" pending={rename.isPending} error={error} fields={["name"]} onSubmit={submit}>
      <TextInput label="Name" name="factor-name" data-autofocus value={name} onChange={(event) => setName(event.currentTarget.value)} error={fieldText(error, "name")} />
    </FormDialog>
  );
}

function RemoveDialog({ factor, last, onClose }: { factor: Factor; last: boolean; onClose: () => void }) {
  const remove = useAccountAct(() => removeFactor(factor.id));
  return (
    <ConfirmDialog opened onClose={onClose} title={`Remove ${factor.name}?`} confirm="Remove" danger pending={remove.isPending} error={remove.error} onConfirm={() => remove.mutate(undefined, { onSuccess: onClose })}>
      {last ? "It is your last one: from then on your password alone signs you in." : "It no longer signs you in. Your other second factors stay."}
    </ConfirmDialog>
  );
}

/** What is known of every account, a person's or a program's: since when it is there, its id, and what the log tells of it. */
import { can } from "@sallyport/api/abilities.ts";
import type { Person } from "@sallyport/api/types.ts";
import { Field, Fields } from "@sallyport/ui/fields.tsx";
import { IdText } from "@sallyport/ui/id-text.tsx";
import { useSession } from "@sallyport/ui/session-gate.tsx";
import { TimeText } from "@sallyport/ui/time-text.tsx";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

interface AccountFactsProps {
  account: Pick<Person, "id" | "name" | "created_at">;
  /** What its id is called: "person id". */
  idLabel: string;
  /** Fields that only accounts of this kind have. */
  children?: ReactNode;
}

export function AccountFacts({ account, idLabel, children }: AccountFactsProps) {
  return (
    <>
      <Fields>
        {children}
        <Field name="Created">
          <TimeText at={account.created_at} as="exact" />
        </Field>
        <Field name="Id">
          <IdText id={account.id} label={idLabel} />
        </Field>
      </Fields>
      {can(useSession(), "audit.read") && (
        <p>
          <Link to="/audit" search={{ actor: account.id }}>
            What {account.name} did
          </Link>
          {" · "}
          <Link to="/audit" search={{ object: account.id }}>
            What was done to this account
          </Link>
        </p>
      )}
    </>
  );
}

import { ActionIcon, Button, Select, TextInput, Textarea } from "@mantine/core";
import { saveSmsGateway, smsGatewayQuery } from "@sallyport/api/sign-in-policy.ts";
import type { Problem } from "@sallyport/api/problem.ts";
import type { SmsGateway, SmsHeader } from "@sallyport/api/types.ts";
import { notifyDone } from "@sallyport/ui/notify.tsx";
import { PasswordField } from "@sallyport/ui/password-field.tsx";
import { fieldText } from "@sallyport/ui/problem-text.ts";
import { ErrorState, ListSkeleton } from "@sallyport/ui/states.tsx";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { SavedForm } from "../saved-form.tsx";
import { GatewayActs } from "./gateway-acts.tsx";
import { type GatewayForm, changeOf, faultsOf, formOf, hasBody, hostOf, isChanged, isOnePlace } from "./gateway-form.ts";
import { PolicyHead } from "./policy-head.tsx";
import { PolicySection } from "./policy-section.tsx";
import "./policy.css";

const Head = ({ children }: { children?: ReactNode }) => (
  <PolicyHead title="SMS gateway" lead="The service that sends codes by SMS. It is called as a datasource is, with the same rules on where this server may reach.">
    {children}
  </PolicyHead>
);

export function SmsGatewayPage() {
  const gateway = useQuery({ ...smsGatewayQuery, staleTime: Number.POSITIVE_INFINITY });
  if (gateway.isSuccess) return <SmsGatewayForm stored={gateway.data} />;
  return (
    <>
      <Head />
      {gateway.isPending && <ListSkeleton rows={4} label="Loading the SMS gateway" />}
      {gateway.isError && <ErrorState error={gateway.error} onRetry={() => void gateway.refetch()} />}
    </>
  );
}

function SmsGatewayForm({ stored }: { stored: SmsGateway | null }) {
  const queries = useQueryClient();
  const [values, setValues] = useState(() => formOf(stored));
  const [fault, setFault] = useState<Problem | null>(null);
  const save = useMutation({
    mutationFn: () => saveSmsGateway(changeOf(values)),
    onSuccess: (gateway) => {
      setValues(formOf(gateway));
      queries.setQueryData(smsGatewayQuery.queryKey, gateway);
      notifyDone("The SMS gateway is saved");
    },
  });
  const error = fault ?? save.error;
  const changed = isChanged(values, stored);
  const change = (part: Partial<GatewayForm>) => setValues({ ...values, ...part });
  const said = ["url", "method", "body", "secret", ...values.headers.flatMap((_, index) => [`headers.${index}.name`, `headers.${index}.value`])];

  function submit() {
    const found = faultsOf(values);
    setFault(found);
    if (found === null) save.mutate();
  }

  function discard() {
    setValues(formOf(stored));
    setFault(null);
    save.reset();
  }

  return (
    <SavedForm label="SMS gateway" what="the SMS gateway" changed={changed} unchanged={stored === null ? "No gateway is set up" : "Everything is saved"} pending={save.isPending} error={error} said={said} onSave={submit} onDiscard={discard}>
      <Head>{stored !== null && <GatewayActs onRemoved={() => setValues(formOf(null))} />}</Head>
      <PolicySection title="Request" lead={stored === null ? "None is set up, so no code goes by SMS." : "What is sent for each code."}>
        <div className="policy-address">
          <Select label="Method" data={["POST", "PUT", "GET"]} value={values.method} onChange={(method) => method !== null && change({ method: method as GatewayForm["method"] })} error={fieldText(error, "method")} />
          <TextInput label="Address" placeholder={hasBody(values) ? "https://sms.example.com/send" : "https://sms.example.com/send?to={{to}}&text={{text}}"} spellCheck={false} value={values.url} onChange={(event) => change({ url: event.currentTarget.value })} error={fieldText(error, "url")} />
        </div>
        <Headers headers={values.headers} onChange={(headers) => change({ headers })} error={error} />
        {hasBody(values) && (
          <Textarea
            label="Body"
            description="{{to}} becomes the number, {{text}} the message, both written so that they cannot break out of a text of JSON, or out of a field where the header Content-Type is application/x-www-form-urlencoded."
            autosize
            minRows={2}
            maxRows={8}
            spellCheck={false}
            value={values.body}
            onChange={(event) => change({ body: event.currentTarget.value })}
            error={fieldText(error, "body")}
          />
        )}
      </PolicySection>
      <PolicySection title="Secret" lead="What proves to the service who asks. It never leaves the server again.">
        <Secret stored={stored} values={values} onChange={(secret) => change({ secret })} error={fieldText(error, "secret")} />
      </PolicySection>
    </SavedForm>
  );
}

function Headers({ headers, onChange, error }: { headers: SmsHeader[]; onChange: (headers: SmsHeader[]) => void; error: unknown }) {
  const changeOne = (at: number, part: Partial<SmsHeader>) => onChange(headers.map((header, index) => (index === at ? { ...header, ...part } : header)));
  return (
    <>
      {headers.map((header, index) => (
        // headers have no identity but their place
        // oxlint-disable-next-line react/no-array-index-key
        <div className="policy-header" key={index}>
          <TextInput label={`Header ${index + 1}`} spellCheck={false} value={header.name} onChange={(event) => changeOne(index, { name: event.currentTarget.value })} error={fieldText(error, `headers.${index}.name`)} />
          <TextInput label="Value" spellCheck={false} value={header.value} onChange={(event) => changeOne(index, { value: event.currentTarget.value })} error={fieldText(error, `headers.${index}.value`)} />
          <ActionIcon variant="subtle" color="gray" size={32} aria-label={`Remove header ${index + 1}`} onClick={() => onChange(headers.filter((_, place) => place !== index))}>
            <IconTrash size={16} />
          </ActionIcon>
        </div>
      ))}
      <div>
        <Button variant="default" size="compact-sm" leftSection={<IconPlus size={14} />} onClick={() => onChange([...headers, { name: "", value: "" }])}>
          Add a header
        </Button>
      </div>
    </>
  );
}

interface SecretProps {
  stored: SmsGateway | null;
  values: GatewayForm;
  onChange: (secret: string | null) => void;
  error: string | null;
}

function Secret({ stored, values, onChange, error }: SecretProps) {
  const has = stored?.has_secret ?? false;
  const moved = has && values.secret === null && stored !== null && !isOnePlace(stored.url, values.url);
  return (
    <>
      <PasswordField
        label="Secret"
        description={`Sent as a bearer token. Sealed to the host of the address, and never shown again.${has ? " One is stored: leave this empty to keep it." : ""}`}
        autoComplete="new-password"
        showLabel="Show what is entered"
        value={values.secret ?? ""}
        onChange={(event) => onChange(event.currentTarget.value === "" ? null : event.currentTarget.value)}
        error={error}
      />
      {has && values.secret !== "" && (
        <div>
          <Button variant="default" size="compact-sm" onClick={() => onChange("")}>
            Remove the stored secret
          </Button>
        </div>
      )}
      {has && values.secret === "" && <p className="note-warning">The stored secret is removed when you save.</p>}
      {moved && (
        <p className="note-warning" role="alert">
          The stored secret was given for {hostOf(stored.url)} and is not sent anywhere else. Enter the one for the new address.
        </p>
      )}
    </>
  );
}

import { Checkbox, MultiSelect, Stack, Switch } from "@mantine/core";
import { can } from "@sallyport/api/abilities.ts";
import { groupsQuery } from "@sallyport/api/people.ts";
import { securityOverviewQuery } from "@sallyport/api/security-overview.ts";
import { mailPossibleQuery, smsGatewayQuery } from "@sallyport/api/sign-in-policy.ts";
import { clearButton } from "@sallyport/ui/clear-button.ts";
import { fieldText } from "@sallyport/ui/problem-text.ts";
import { useSession } from "@sallyport/ui/session-gate.tsx";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { faultUnder } from "@sallyport/ui/fault-under.ts";
import { roles } from "../people/roles.ts";
import type { PartProps } from "./part.ts";
import { ranges } from "./policy-form.ts";
import { PolicySection } from "./policy-section.tsx";
import { WholeNumber } from "./whole-number.tsx";

function Lacking() {
  const overview = useQuery(securityOverviewQuery);
  if (overview.data === undefined || overview.data.without_second_factor_count === 0) return null;
  const count = overview.data.without_second_factor_count;
  return (
    <p className="note">
      <Link to="/people" search={{ factor: "missing" }}>
        {count} of {overview.data.active} active {overview.data.active === 1 ? "person" : "people"}
      </Link>{" "}
      {count === 1 ? "has" : "have"} none now.
    </p>
  );
}

export function SecondFactorSection({ value, onChange, error }: PartProps<"second_factor">) {
  const groups = useQuery(groupsQuery);
  const mail = useQuery(mailPossibleQuery);
  const hasGateways = can(useSession(), "sms_gateway.set");
  const gateway = useQuery({ ...smsGatewayQuery, enabled: hasGateways });
  return (
    <PolicySection title="Second factor" lead="Everybody may set one up. Here it is said who must: without one, and once the grace period is over, they reach nothing but the page where they set it up.">
      <Switch label="Everybody needs one" checked={value.everyone} onChange={(event) => onChange({ everyone: event.currentTarget.checked })} />
      {!value.everyone && (
        <>
          <Checkbox.Group label="Whoever has one of these roles" value={value.roles} onChange={(chosen) => onChange({ roles: chosen })} error={faultUnder(error, "second_factor.roles").text}>
            <Stack gap="sm" mt={4}>
              {roles.map(({ value: role, label }) => (
                <Checkbox key={role} value={role} label={label} />
              ))}
            </Stack>
          </Checkbox.Group>
          <MultiSelect
            label="Whoever is in one of these groups"
            placeholder={value.groups.length === 0 ? "No group" : ""}
            searchable
            clearable
            clearButtonProps={clearButton("the groups")}
            nothingFoundMessage="No group by that name"
            data={(groups.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            value={value.groups}
            onChange={(chosen) => onChange({ groups: chosen })}
            error={faultUnder(error, "second_factor.groups").text}
          />
        </>
      )}
      <Lacking />
      <WholeNumber
        label="Grace period"
        hint="Counted from the day it became due, or the account was made."
        unit="days"
        range={ranges["second_factor.grace_days"]}
        value={value.grace_days}
        onChange={(grace_days) => onChange({ grace_days })}
        error={fieldText(error, "second_factor.grace_days")}
      />
      <div className="policy-option">
        <Switch
          label="Codes by e-mail may be a second factor"
          description="Off as a rule: whoever reads the mail can also reset the password, so it is no second factor against them."
          checked={value.email_codes}
          onChange={(event) => onChange({ email_codes: event.currentTarget.checked })}
        />
        {value.email_codes && mail.data === false && <p className="note-warning">This server cannot send mail yet, so nobody can use them.</p>}
      </div>
      <div className="policy-option">
        <Switch
          label="Codes by SMS may be a second factor"
          description="Off as a rule: messages can be read on their way, and numbers are talked out of their owners."
          checked={value.sms_codes}
          onChange={(event) => onChange({ sms_codes: event.currentTarget.checked })}
        />
        {value.sms_codes && !hasGateways && <p className="note-warning">This server has no SMS gateway, so nobody can use them.</p>}
        {value.sms_codes && hasGateways && gateway.data === null && (
          <p className="note-warning">
            No <Link to="/sign-in-policy/sms-gateway">SMS gateway</Link> is set up yet, so nobody can use them.
          </p>
        )}
      </div>
    </PolicySection>
  );
}

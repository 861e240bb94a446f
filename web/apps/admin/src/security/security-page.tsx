import { Button } from "@mantine/core";
import { endEverySession } from "@sallyport/api/person-access.ts";
import { type HeldTries, type InactivePerson, type SessionPlace, type WithoutFactor, securityOverviewQuery } from "@sallyport/api/security-overview.ts";
import type { SecurityOverview } from "@sallyport/api/types.ts";
import { DataTable, type ListColumn } from "@sallyport/ui/data-table.tsx";
import { ConfirmDialog } from "@sallyport/ui/dialog.tsx";
import { notifyDone } from "@sallyport/ui/notify.tsx";
import { ErrorState, ListSkeleton } from "@sallyport/ui/states.tsx";
import { TimeText } from "@sallyport/ui/time-text.tsx";
import { PlaceHead } from "@sallyport/ui/work-shell.tsx";
import { IconLogout, IconRefresh } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { FailedChart } from "./failed-chart.tsx";
import "../notes.css";
import "./security.css";

export function SecurityPage() {
  const overview = useQuery(securityOverviewQuery);
  return (
    <>
      <PlaceHead title="Security" lead="Whether all is well with accounts and sign-ins, and what to look at if it is not.">
        <Button variant="default" leftSection={<IconRefresh size={16} />} loading={overview.isRefetching} onClick={() => void overview.refetch()}>
          Refresh
        </Button>
      </PlaceHead>
      {overview.isPending && <ListSkeleton rows={12} label="Loading the overview" />}
      {overview.isError && <ErrorState error={overview.error} onRetry={() => void overview.refetch()} />}
      {overview.isSuccess && <Overview overview={overview.data} />}
    </>
  );
}

function Figure({ value, name, to }: { value: number; name: string; to?: ReactNode }) {
  return (
    <div className="figure">
      <dt>{name}</dt>
      <dd>
        <strong>{value}</strong> {to}
      </dd>
    </div>
  );
}

function Section({ title, lead, acts, children }: { title: string; lead: ReactNode; acts?: ReactNode; children: ReactNode }) {
  const id = `security-${title.toLowerCase().replaceAll(/\W+/g, "-")}`;
  return (
    <section className="security-section" aria-labelledby={id}>
      <div className="security-head">
        <div>
          <h2 className="section-head" id={id}>
            {title}
          </h2>
          <p className="note">{lead}</p>
        </div>
        {acts}
      </div>
      {children}
    </section>
  );
}

function Overview({ overview }: { overview: SecurityOverview }) {
  return (
    <>
      <dl className="figures-line">
        <Figure name="People" value={overview.people} to={<Link to="/people">See all</Link>} />
        <Figure name="Active" value={overview.active} />
        <Figure name="Without a second factor" value={overview.without_second_factor_count} />
        <Figure name="Inactive for 90 days" value={overview.inactive_count} />
        <Figure name="Sessions" value={overview.sessions.total} />
      </dl>
      <div className="security-grid">
        <WithoutFactors overview={overview} />
        <Inactive overview={overview} />
        <Section title="Failed sign-ins" lead="By day (UTC), from the audit log." acts={<FailuresLink />}>
          <FailedChart failed={overview.failed_sign_ins} />
          {!overview.failed_sign_ins_complete && <p className="note-warning">There were more than are counted here: only the newest are.</p>}
        </Section>
        <Waits waits={overview.waits} />
        <Places places={overview.sessions.by_place} total={overview.sessions.total} />
      </div>
    </>
  );
}

const FailuresLink = () => (
  <Link to="/audit" search={{ action: "session.sign_in", outcome: "failed" }}>
    See the records
  </Link>
);

function PersonLink({ id, name, email, tab }: { id: string; name: string; email: string; tab: "sign-in" | "access" }) {
  return (
    <>
      <Link to="/people" search={{ person: id, tab }}>
        {name}
      </Link>
      <div className="quiet">{email}</div>
    </>
  );
}

const withoutColumns: ListColumn<WithoutFactor>[] = [
  { key: "name", header: "Name", cell: (person) => <PersonLink {...person} tab="sign-in" />, sortBy: ({ name }) => name },
  {
    key: "due_at",
    header: "Asked for",
    width: 152,
    cell: ({ required, due_at }) => {
      if (!required) return <span className="quiet">Not required</span>;
      return <span className="mark-warning">{due_at === null ? "Required" : <>Due <TimeText at={due_at} /></>}</span>;
    },
    sortBy: ({ required, due_at }) => (required ? (due_at ?? "") : null),
  },
];

/** The server names the first hundred. */
function Rest({ shown, count }: { shown: number; count: number }) {
  return count > shown ? <p className="note">{count - shown} more are not listed.</p> : null;
}

function WithoutFactors({ overview: { without_second_factor: people, without_second_factor_count: count } }: { overview: SecurityOverview }) {
  return (
    <Section title="Without a second factor" lead="Active people who sign in by password alone." acts={<Link to="/sign-in-policy">Ask for one</Link>}>
      <DataTable label="People without a second factor" columns={withoutColumns} rows={people} rowId={({ id }) => id} empty={<p className="security-well">Everybody who is active has one.</p>} />
      <Rest shown={people.length} count={count} />
    </Section>
  );
}

const inactiveColumns: ListColumn<InactivePerson>[] = [
  { key: "name", header: "Name", cell: (person) => <PersonLink {...person} tab="access" />, sortBy: ({ name }) => name },
  { key: "last_sign_in_at", header: "Last sign-in", width: 152, cell: ({ last_sign_in_at }) => <TimeText at={last_sign_in_at} />, sortBy: ({ last_sign_in_at }) => last_sign_in_at },
];

function Inactive({ overview: { inactive, inactive_count: count } }: { overview: SecurityOverview }) {
  return (
    <Section title="Inactive accounts" lead="Active accounts that nobody has signed in to for 90 days. Disable those that nobody needs.">
      <DataTable label="Inactive accounts" columns={inactiveColumns} rows={inactive} rowId={({ id }) => id} empty={<p className="security-well">Everybody has signed in lately.</p>} />
      <Rest shown={inactive.length} count={count} />
    </Section>
  );
}

const triedText: Record<string, string> = { password: "Passwords", code: "Codes of second factors", link: "Links", letter: "Asking for e-mails" };

/** Who waits: an account by its name, one that is not there, or a place. */
function Waiting({ wait: { of_account, account, place } }: { wait: HeldTries }) {
  if (!of_account) return <span className="figures">{place ?? "A place"}</span>;
  if (account === null) return <span className="quiet">No account here</span>;
  return (
    <Link to="/people" search={{ person: account.id, tab: "sign-in" }}>
      {account.name ?? account.id}
    </Link>
  );
}

const waitColumns: ListColumn<HeldTries>[] = [
  {
    key: "who",
    header: "Who waits",
    cell: (wait) => (
      <>
        <Waiting wait={wait} />
        <div className="quiet">{triedText[wait.tried] ?? wait.tried}{wait.of_account && wait.place !== null && `, last from ${wait.place}`}</div>
      </>
    ),
  },
  { key: "tries", header: "Tries", width: 80, align: "end", cell: ({ tries }) => <span className="figures">{tries}</span>, sortBy: ({ tries }) => tries },
  { key: "at", header: "Since", width: 152, cell: ({ at }) => <TimeText at={at} />, sortBy: ({ at }) => at },
];

function Waits({ waits }: { waits: readonly HeldTries[] }) {
  return (
    <Section title="Guessing" lead="The latest times in 30 days that an account or a place had to wait longer after too many tries." acts={<Link to="/audit" search={{ action: "service.begin_wait" }}>See the records</Link>}>
      <DataTable label="Tries that have to wait" columns={waitColumns} rows={waits} rowId={({ at, tried, of_account, account, place, tries }) => [at, tried, of_account, account?.id, place, tries].join()} empty={<p className="security-well">Nobody had to wait.</p>} />
    </Section>
  );
}

const placeColumns: ListColumn<SessionPlace>[] = [
  { key: "address", header: "Address", cell: ({ address }) => (address === null ? <span className="quiet">Not known</span> : <span className="figures">{address}</span>), sortBy: ({ address }) => address },
  { key: "sessions", header: "Sessions", width: 96, align: "end", cell: ({ sessions }) => <span className="figures">{sessions}</span>, sortBy: ({ sessions }) => sessions },
  { key: "people", header: "People", width: 96, align: "end", cell: ({ people }) => <span className="figures">{people}</span>, sortBy: ({ people }) => people },
];

function Places({ places, total }: { places: readonly SessionPlace[]; total: number }) {
  return (
    <Section title="Sessions by place" lead="Where people are signed in from now." acts={<EndEverySession total={total} />}>
      <DataTable label="Sessions by place" columns={placeColumns} rows={places} rowId={({ address }) => address ?? ""} empty={<p className="security-well">Nobody is signed in.</p>} />
    </Section>
  );
}

function EndEverySession({ total }: { total: number }) {
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const end = useMutation({
    mutationFn: endEverySession,
    onSuccess: ({ ended }) => {
      setAsking(false);
      notifyDone(`${ended} ${ended === 1 ? "session has" : "sessions have"} ended`);
      return Promise.all([queries.invalidateQueries({ queryKey: securityOverviewQuery.queryKey }), queries.invalidateQueries({ queryKey: ["people"] })]);
    },
  });
  const others = Math.max(0, total - 1);
  return (
    <>
      <Button variant="default" size="compact-sm" leftSection={<IconLogout size={14} />} onClick={() => setAsking(true)}>
        Sign out everyone
      </Button>
      <ConfirmDialog
        opened={asking}
        onClose={() => {
          end.reset();
          setAsking(false);
        }}
        title="Sign out everyone"
        confirm="Sign out everyone"
        danger
        pending={end.isPending}
        error={end.error}
        onConfirm={() => end.mutate()}
      >
        {others === 1 ? "One session ends" : `About ${others} sessions end`} at once; yours stays. People sign in again, and what they had not saved may be lost. API keys go on working.
      </ConfirmDialog>
    </>
  );
}

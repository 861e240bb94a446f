import { Button } from "@mantine/core";
import { mailQuery, retryMail, sendTestMail } from "@sallyport/api/mail.ts";
import { mailPossibleQuery } from "@sallyport/api/sign-in-policy.ts";
import type { QueuedMail } from "@sallyport/api/types.ts";
import { DataTable, type ListColumn } from "@sallyport/ui/data-table.tsx";
import { notifyDone, notifyProblem } from "@sallyport/ui/notify.tsx";
import { useSession } from "@sallyport/ui/session-gate.tsx";
import { EmptyState, ErrorState, ListSkeleton } from "@sallyport/ui/states.tsx";
import { TimeText } from "@sallyport/ui/time-text.tsx";
import { PlaceHead } from "@sallyport/ui/work-shell.tsx";
import { IconMail, IconRefresh, IconSend } from "@tabler/icons-react";
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Choice, Filters, NothingMatches, SearchField } from "../filters.tsx";
import { type MailSearch, isFiltered, mailStates, matchingMail, parseMailSearch } from "./mail-search.ts";
import "../notes.css";
import "./mail.css";

interface MailPageProps {
  search: MailSearch;
  onSearch: (search: MailSearch) => void;
}

const stateLabels = { waiting: "Waiting", sent: "Sent", failed: "Given up" } as const;

const kindLabels: Record<string, string> = {
  invitation: "Invitation",
  registration: "Registration",
  address: "Proof of an address",
  password_reset: "Password reset",
  code: "Sign-in code",
  notice: "Notice",
  test: "Test",
};

function StateText({ mail }: { mail: QueuedMail }) {
  if (mail.state === "sent") return <>Sent</>;
  if (mail.state === "failed") return <span className="mark-danger">Given up after {mail.attempts === 1 ? "one try" : `${mail.attempts} tries`}</span>;
  if (mail.attempts === 0) return <>Waiting</>;
  return (
    <span className="mark-warning">
      Tried {mail.attempts === 1 ? "once" : `${mail.attempts} times`}, again <TimeText at={mail.next_at} absent="soon" />
    </span>
  );
}

function columnsFor(acts: (mail: QueuedMail) => React.ReactNode): ListColumn<QueuedMail>[] {
  return [
    { key: "to", header: "To", cell: ({ to }) => <strong>{to}</strong>, sortBy: ({ to }) => to },
    { key: "subject", header: "Subject", secondary: true, cell: ({ subject }) => subject },
    { key: "kind", header: "Kind", width: 152, secondary: true, cell: ({ kind, channel }) => `${kindLabels[kind] ?? kind}${channel === "sms" ? " by SMS" : ""}`, sortBy: ({ kind }) => kind },
    { key: "created_at", header: "Queued", width: 112, cell: ({ created_at }) => <TimeText at={created_at} />, sortBy: ({ created_at }) => created_at },
    {
      key: "state",
      header: "State",
      cell: (mail) => (
        <>
          <StateText mail={mail} />
          {mail.last_error !== null && mail.state !== "sent" && <div className="figures mail-error">{mail.last_error}</div>}
        </>
      ),
      sortBy: ({ state }) => state,
    },
    { key: "acts", header: "Acts", width: 104, align: "end", cell: acts },
  ];
}

export function MailPage({ search, onSearch }: MailPageProps) {
  const queries = useQueryClient();
  const { email } = useSession().person;
  const possible = useQuery(mailPossibleQuery);
  const queue = useInfiniteQuery({ ...mailQuery(search.state), placeholderData: keepPreviousData });
  const test = useMutation({
    mutationFn: sendTestMail,
    onSuccess: () => {
      notifyDone(`A test mail to ${email} is queued`);
      return queries.invalidateQueries({ queryKey: ["mail"] });
    },
    onError: notifyProblem,
  });
  return (
    <>
      <PlaceHead title="Mail" lead="What this server has to send, by e-mail and by SMS: invitations, links, codes, notices. What carries a secret is kept only until it is sent.">
        <Button variant="default" leftSection={<IconRefresh size={16} />} loading={queue.isRefetching} onClick={() => void queue.refetch()}>
          Refresh
        </Button>
        {possible.data === true && (
          <Button leftSection={<IconSend size={16} />} loading={test.isPending} onClick={() => test.mutate()}>
            Send a test mail
          </Button>
        )}
      </PlaceHead>
      {possible.data === false && <NotConfigured />}
      {queue.isPending && <ListSkeleton label="Loading the mail" />}
      {queue.isError && <ErrorState error={queue.error} onRetry={() => void queue.refetch()} />}
      {queue.isSuccess && <Queue mails={queue.data.pages.flatMap((page) => page.items)} search={search} onSearch={onSearch} />}
      {queue.hasNextPage && (
        <div className="list-foot">
          <Button variant="default" loading={queue.isFetchingNextPage} onClick={() => void queue.fetchNextPage()}>
            Show older
          </Button>
        </div>
      )}
    </>
  );
}

function NotConfigured() {
  return (
    <section className="note-warning mail-none" aria-label="No mail server">
      <strong>No mail server is configured, so nothing is sent.</strong>
      <p>
        Links of invitations and password resets are shown to you once instead, to be handed over. Whoever runs the server turns mail on when starting it:
      </p>
      <code className="mail-command">sallyport serve --smtp smtps://user:password@mail.example.com:465 --mail-from sallyport@example.com</code>
    </section>
  );
}

function Queue({ mails, search, onSearch }: MailPageProps & { mails: readonly QueuedMail[] }) {
  const queries = useQueryClient();
  const retry = useMutation({
    mutationFn: ({ id }: QueuedMail) => retryMail(id),
    onSuccess: (_, { to }) => {
      notifyDone(`The mail to ${to} is tried again`);
      return queries.invalidateQueries({ queryKey: ["mail"] });
    },
    onError: notifyProblem,
  });
  const change = (part: { [Key in keyof MailSearch]?: string | null }) => onSearch(parseMailSearch({ ...search, ...part }));
  const columns = columnsFor((mail) =>
    mail.state === "sent" ? null : (
      <Button variant="default" size="compact-sm" aria-label={`Try again to send to ${mail.to}`} loading={retry.isPending && retry.variables.id === mail.id} onClick={() => retry.mutate(mail)}>
        Try again
      </Button>
    ),
  );
  return (
    <>
      {(mails.length > 0 || isFiltered(search)) && (
        <Filters label="Filter the mail" filtered={isFiltered(search)} onClear={() => onSearch({})}>
          <SearchField label="Search by address or subject" value={search.text} onChange={(text) => change({ text })} />
          <Choice label="State" any="Any state" value={search.state} data={mailStates.map((value) => ({ value, label: stateLabels[value] }))} onChange={(state) => change({ state })} />
        </Filters>
      )}
      <DataTable
        label="Mail"
        columns={columns}
        rows={matchingMail(mails, search)}
        rowId={({ id }) => id}
        empty={
          isFiltered(search) ? (
            <NothingMatches icon={<IconMail size={24} />} title="No mail matches" onClear={() => onSearch({})}>
              No mail fits this filter.
            </NothingMatches>
          ) : (
            <EmptyState icon={<IconMail size={24} />} title="Nothing to send">
              No mail is waiting, and none was sent lately.
            </EmptyState>
          )
        }
      />
    </>
  );
}

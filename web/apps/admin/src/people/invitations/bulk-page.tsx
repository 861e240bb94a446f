/** Many invitations from a table: paste it or open its file, see what is wrong by line, send, see what became of each line. */
import { Button, FileButton, Textarea } from "@mantine/core";
import { invitationsQuery, inviteAll } from "@sallyport/api/invitations.ts";
import { groupsQuery, peopleQuery } from "@sallyport/api/people.ts";
import { ProblemNote } from "@sallyport/ui/problem-note.tsx";
import { ErrorState, ListSkeleton } from "@sallyport/ui/states.tsx";
import { PlaceHead } from "@sallyport/ui/work-shell.tsx";
import { IconFileText } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { PeoplePlaces } from "../people-places.tsx";
import { type Known, type SentLine, asText, bulkOf, invitationOf, toSend, withResults } from "./bulk-lines.ts";
import { BulkPreview } from "./bulk-preview.tsx";
import { BulkResults } from "./bulk-results.tsx";
import "../../notes.css";
import "./bulk.css";

export function BulkPage() {
  const groups = useQuery(groupsQuery);
  const people = useQuery(peopleQuery);
  const invitations = useQuery(invitationsQuery);
  const failed = [groups, people, invitations].find((query) => query.isError);
  const ready = groups.data !== undefined && people.data !== undefined && invitations.data !== undefined;
  return (
    <>
      <PlaceHead title="Invite many" lead="From a table with an address in each line. Nothing is sent before you have seen what every line says." />
      <PeoplePlaces />
      {failed !== undefined && <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />}
      {failed === undefined && !ready && <ListSkeleton label="Loading what is known of people" />}
      {ready && (
        <Bulk
          known={{
            groups: groups.data,
            accounts: people.data.map(({ email }) => email),
            invited: invitations.data.map(({ email }) => email),
          }}
        />
      )}
    </>
  );
}

function Bulk({ known }: { known: Known }) {
  const queries = useQueryClient();
  const [text, setText] = useState("");
  // what was sent is known already when the list of invitations is read again: its lines are not judged anew
  const [sent, setSent] = useState<{ lines: SentLine[]; unsent: number } | null>(null);
  const bulk = bulkOf(text, known);
  const good = toSend(bulk);
  const send = useMutation({
    mutationFn: () => inviteAll(good.map(invitationOf)),
    onSuccess: (results) => {
      setSent({ lines: withResults(good, results), unsent: bulk.lines.length - good.length });
      return queries.invalidateQueries({ queryKey: invitationsQuery.queryKey });
    },
  });

  if (sent !== null) {
    const again = (lines: SentLine[]) => {
      setText(asText(lines.map(({ line }) => line)));
      send.reset();
      setSent(null);
    };
    return <BulkResults sent={sent.lines} unsent={sent.unsent} onAgain={again} />;
  }
  return (
    <div className="bulk">
      <Textarea
        label="Table"
        description="E-mail, name, roles, groups, in this order or as the first line names them. Several roles or groups are parted by |. Commas, semicolons and tabs part the fields, so a table can be pasted from a spreadsheet."
        placeholder={"email,name,roles,groups\nkim@example.com,Kim Case,developer,Support | Finance"}
        autosize
        minRows={6}
        maxRows={16}
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className="bulk-acts">
        <FileButton accept=".csv,.tsv,.txt,text/csv,text/plain" onChange={(file) => void file?.text().then(setText)}>
          {(props) => (
            <Button variant="default" leftSection={<IconFileText size={16} />} {...props}>
              Open a file
            </Button>
          )}
        </FileButton>
        <Button disabled={good.length === 0 || bulk.fault !== null} loading={send.isPending} onClick={() => send.mutate()}>
          {good.length === 0 ? "Invite" : `Invite ${good.length} ${good.length === 1 ? "person" : "people"}`}
        </Button>
      </div>
      <ProblemNote error={send.error} />
      <BulkPreview bulk={bulk} groups={known.groups} />
    </div>
  );
}

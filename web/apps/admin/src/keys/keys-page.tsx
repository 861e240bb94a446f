import { Button } from "@mantine/core";
import { keysQuery } from "@sallyport/api/service-accounts.ts";
import type { ApiKey } from "@sallyport/api/types.ts";
import { DataTable, type ListColumn } from "@sallyport/ui/data-table.tsx";
import { permissionLabel } from "@sallyport/ui/keys/permissions.ts";
import { EmptyState, ErrorState, ListSkeleton } from "@sallyport/ui/states.tsx";
import { TimeText } from "@sallyport/ui/time-text.tsx";
import { PlaceHead } from "@sallyport/ui/work-shell.tsx";
import { IconKey } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { Choice, Filters, NothingMatches, SearchField } from "../filters.tsx";
import { listText } from "../list-text.tsx";
import { type Once, OnceDialog } from "../once-dialog.tsx";
import { ServicePlaces } from "../service-accounts/service-places.tsx";
import { RevokeKeyDialog, RotateKeyDialog } from "./key-acts.tsx";
import { KeyEnd } from "./key-state-text.tsx";
import { isUsable, keyStates, stateOf } from "./key-state.ts";
import { type KeysSearch, isFiltered, matchingKeys, ownerKinds, parseKeysSearch } from "./keys-search.ts";
import "../notes.css";

interface KeysPageProps {
  search: KeysSearch;
  onSearch: (search: KeysSearch) => void;
}

function Owner({ owner }: Pick<ApiKey, "owner">) {
  return owner.kind === "person" ? (
    <Link to="/people" search={{ person: owner.id, tab: "keys" }}>
      {owner.name}
    </Link>
  ) : (
    <Link to="/service-accounts" search={{ account: owner.id }}>
      {owner.name}
    </Link>
  );
}

function columnsFor(now: number, acts: (key: ApiKey) => React.ReactNode): ListColumn<ApiKey>[] {
  return [
    { key: "name", header: "Name", cell: ({ name }) => <strong>{name}</strong>, sortBy: ({ name }) => name },
    { key: "owner", header: "Of", cell: ({ owner }) => <Owner owner={owner} />, sortBy: ({ owner }) => owner.name },
    { key: "permissions", header: "May", secondary: true, cell: (key) => listText(key.permissions.map(permissionLabel)) },
    { key: "addresses", header: "From", secondary: true, cell: ({ addresses }) => (addresses.length === 0 ? <span className="quiet">Anywhere</span> : <span className="figures">{addresses.join(", ")}</span>) },
    { key: "last_used_at", header: "Used", width: 112, cell: ({ last_used_at }) => <TimeText at={last_used_at} />, sortBy: ({ last_used_at }) => last_used_at },
    { key: "expires_at", header: "Expires", width: 128, cell: (key) => <KeyEnd apiKey={key} now={now} />, sortBy: ({ expires_at }) => expires_at },
    { key: "acts", header: "Acts", width: 152, align: "end", cell: acts },
  ];
}

export function KeysPage({ search, onSearch }: KeysPageProps) {
  const keys = useQuery(keysQuery);
  return (
    <>
      <PlaceHead title="API keys" lead="Every key of the tenant, whoever's it is. A key may never do more than its owner may at that moment." />
      <ServicePlaces />
      {keys.isPending && <ListSkeleton label="Loading the keys" />}
      {keys.isError && <ErrorState error={keys.error} onRetry={() => void keys.refetch()} />}
      {keys.isSuccess && (
        <>
          {keys.data.length > 0 && <KeyFilters search={search} onSearch={onSearch} />}
          <List keys={keys.data} search={search} onSearch={onSearch} />
        </>
      )}
    </>
  );
}

const stateLabels = { active: "Active", "ends soon": "Expires soon", expired: "Expired" } as const;
const ownerLabels = { person: "Of people", service: "Of service accounts" } as const;

function KeyFilters({ search, onSearch }: KeysPageProps) {
  const change = (part: { [Key in keyof KeysSearch]?: string | null }) => onSearch(parseKeysSearch({ ...search, ...part }));
  return (
    <Filters label="Filter the keys" filtered={isFiltered(search)} onClear={() => onSearch({})}>
      <SearchField label="Search by name or owner" value={search.text} onChange={(text) => change({ text })} />
      <Choice label="State" any="Any state" value={search.state} data={keyStates.map((value) => ({ value, label: stateLabels[value] }))} onChange={(state) => change({ state })} />
      <Choice label="Owner" any="Of anyone" value={search.owner} data={ownerKinds.map((value) => ({ value, label: ownerLabels[value] }))} onChange={(owner) => change({ owner })} />
    </Filters>
  );
}

function List({ keys, search, onSearch }: KeysPageProps & { keys: readonly ApiKey[] }) {
  const [now] = useState(() => Date.now());
  const [asked, setAsked] = useState<{ act: "rotate" | "revoke"; key: ApiKey } | null>(null);
  const [once, setOnce] = useState<Once | null>(null);
  const close = () => setAsked(null);
  const columns = columnsFor(now, (key) =>
    isUsable(stateOf(key, now)) ? (
      <span className="row-acts">
        {key.owner.kind === "service" && (
          <Button variant="default" size="compact-sm" aria-label={`Rotate ${key.name}`} onClick={() => setAsked({ act: "rotate", key })}>
            Rotate
          </Button>
        )}
        <Button variant="default" size="compact-sm" aria-label={`Revoke ${key.name}`} onClick={() => setAsked({ act: "revoke", key })}>
          Revoke
        </Button>
      </span>
    ) : null,
  );
  return (
    <>
      <DataTable
        label="API keys"
        columns={columns}
        rows={matchingKeys(keys, search, now)}
        rowId={({ id }) => id}
        empty={
          isFiltered(search) ? (
            <NothingMatches icon={<IconKey size={24} />} title="No key matches" onClear={() => onSearch({})}>
              No key fits this filter.
            </NothingMatches>
          ) : (
            <EmptyState
              icon={<IconKey size={24} />}
              title="No API keys yet"
              action={
                <Button component={Link} to="/service-accounts">
                  Go to the service accounts
                </Button>
              }
            >
              Programs that call this server need one. Make a service account for each of them, and its key there.
            </EmptyState>
          )
        }
      />
      <RevokeKeyDialog apiKey={asked?.act === "revoke" ? asked.key : null} onClose={close} />
      <RotateKeyDialog apiKey={asked?.act === "rotate" ? asked.key : null} onClose={close} onMade={setOnce} />
      <OnceDialog once={once} onClose={() => setOnce(null)} />
    </>
  );
}

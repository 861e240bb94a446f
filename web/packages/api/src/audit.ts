import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { answer, client } from "./client.ts";
import type { AuditCheckpoint, AuditFilter, AuditRecordView } from "./types.ts";

export const auditRecordsQuery = (filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: ["audit", "records", filter],
    queryFn: ({ pageParam, signal }) =>
      answer(
        client.GET("/api/v1/audit/records", {
          params: { query: { ...filter, limit: 100, ...(pageParam === null ? {} : { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });

export const auditRecordQuery = (record: string) =>
  queryOptions({
    queryKey: ["audit", "records", record],
    queryFn: ({ signal }): Promise<AuditRecordView> =>
      answer(client.GET("/api/v1/audit/records/{record}", { params: { path: { record } }, signal })),
  });

export const auditCheckpointQuery = queryOptions({
  queryKey: ["audit", "checkpoint"],
  queryFn: ({ signal }): Promise<AuditCheckpoint> => answer(client.GET("/api/v1/audit/checkpoint", { signal })),
});

/** The address of the download; the browser fetches it by itself, with the session's cookie. */
export function auditExportAddress(filter: AuditFilter): string {
  const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== ""));
  const text = query.toString();
  return text === "" ? "/api/v1/audit/export" : `/api/v1/audit/export?${text}`;
}

import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { answer, client } from "./client.ts";
import type { AuditCheckpoint, AuditFilter, AuditRecordDetail } from "./types.ts";

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
    queryFn: ({ signal }): Promise<AuditRecordDetail> =>
      answer(client.GET("/api/v1/audit/records/{record}", { params: { path: { record } }, signal })),
  });

export const auditCheckpointQuery = queryOptions({
  queryKey: ["audit", "checkpoint"],
  queryFn: ({ signal }): Promise<AuditCheckpoint> => answer(client.GET("/api/v1/audit/checkpoint", { signal })),
});

/** The address of the download: the whole log, as `sallyport audit verify` takes it. */
export const auditExportAddress = "/api/v1/audit/export";

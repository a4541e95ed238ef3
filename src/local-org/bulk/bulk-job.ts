import type { ColumnDelimiter, LineEnding } from './csv-rows.ts';

/** What a job does; `query` and `queryAll` read, the others write. */
export type BulkOperation = 'insert' | 'update' | 'upsert' | 'delete' | 'query' | 'queryAll';

/** Source: Bulk API 2.0 Developer Guide, "Job States": `Open` of ingest jobs only. */
export type BulkState = 'Open' | 'UploadComplete' | 'InProgress' | 'JobComplete' | 'Failed' | 'Aborted';

/** Jobs that write, or jobs that read, as addresses name them. */
export type BulkKind = 'ingest' | 'query';

/** What a client said of a job when it made it. */
export interface BulkSettings {
  operation: BulkOperation;
  /** API name of the object, in the case of the schema. */
  object: string;
  lineEnding: LineEnding;
  columnDelimiter: ColumnDelimiter;
  /** API version of the request that made it: `67.0`. */
  apiVersion: string;
  /** Upserts only: API name of the field by which records are found. */
  externalIdFieldName?: string;
  /** Query jobs only. */
  query?: string;
}

/** A job as the org keeps it. */
export interface BulkJob {
  /** 18 characters, `750…`. */
  id: string;
  /** Counts the jobs of an org from 1. */
  number: number;
  kind: BulkKind;
  userId: string;
  state: BulkState;
  settings: BulkSettings;
  /** ISO 8601. */
  createdAt: string;
  modifiedAt: string;
  /** When its processing began. */
  startedAt: string | undefined;
  /** First row of what was uploaded, as written; of queries the row of column names. */
  header: string | undefined;
  hasUpload: boolean;
  /** Why it failed, or will when it is processed. */
  errorMessage: string | undefined;
  /** Rows that were tried, failed ones too. */
  processed: number;
  failed: number;
  /** Milliseconds of work. */
  activeMilliseconds: number;
}

/** Whether nothing more will happen to a job. */
export function isEnded({ state }: BulkJob): boolean {
  return state === 'JobComplete' || state === 'Failed' || state === 'Aborted';
}

const moment = (iso: string): string => iso.replace(/Z$/, '+0000');

/**
 * What clients read of a job.
 * Source: Bulk API 2.0 Developer Guide, "Get Information About an Ingest Job" and "… a Query Job".
 */
export function jobInfo(job: BulkJob): Record<string, unknown> {
  const { settings, kind } = job;
  const ended = isEnded(job) ? Date.parse(job.modifiedAt) : undefined;
  const total = ended === undefined || job.startedAt === undefined ? 0 : ended - Date.parse(job.startedAt);
  const common = {
    id: job.id,
    operation: settings.operation,
    object: settings.object,
    createdById: job.userId,
    createdDate: moment(job.createdAt),
    systemModstamp: moment(job.modifiedAt),
    state: job.state,
    concurrencyMode: 'Parallel',
    contentType: 'CSV',
    apiVersion: Number(settings.apiVersion),
    lineEnding: settings.lineEnding,
    columnDelimiter: settings.columnDelimiter,
    numberRecordsProcessed: job.processed,
    retries: 0,
    totalProcessingTime: total,
    ...(job.state === 'Failed' ? { errorMessage: job.errorMessage ?? '' } : {}),
  };
  if (kind === 'query') return { ...common, jobType: 'V2Query', isPkChunkingSupported: true };
  const contentUrl = `services/data/v${settings.apiVersion}/jobs/ingest/${job.id}/batches`;
  return {
    ...common,
    jobType: 'V2Ingest',
    ...(settings.externalIdFieldName === undefined
      ? {}
      : { externalIdFieldName: settings.externalIdFieldName }),
    ...(job.state === 'Open' ? { contentUrl } : {}),
    numberRecordsFailed: job.failed,
    apiActiveProcessingTime: job.activeMilliseconds,
    apexProcessingTime: 0,
  };
}

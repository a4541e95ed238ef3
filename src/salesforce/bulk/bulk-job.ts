import { SalesforceFailure } from '../failure.ts';
import type { FailureKind } from '../failure.ts';

/**
 * Where a job stands; the last three are its end.
 * Source: Bulk API 2.0 and Bulk API Developer Guide, "Job States".
 */
export type BulkJobState = 'Open' | 'UploadComplete' | 'InProgress' | 'JobComplete' | 'Failed' | 'Aborted';

/** A job as the org tells of it. */
export interface BulkJob {
  id: string;
  state: BulkJobState;
  /** API name of the object whose records it writes; of a query, that it reads. */
  object: string;
  /** Of a job that upserts. */
  externalIdField: string | undefined;
  /** Rows that were dealt with, well or not. */
  processed: number;
  failed: number;
  /** Why it failed as a whole. */
  errorMessage: string | undefined;
  createdById: string;
  createdAt: Date;
}

/** A job in the words of the org. */
export interface JobAnswer {
  id: string;
  state: BulkJobState;
  object?: string;
  externalIdFieldName?: string;
  numberRecordsProcessed?: number;
  numberRecordsFailed?: number;
  errorMessage?: string;
  createdById?: string;
  createdDate?: string;
}

const states = new Set<unknown>(['Open', 'UploadComplete', 'InProgress', 'JobComplete', 'Failed', 'Aborted']);

export function isJobAnswer(answer: JobAnswer | undefined): answer is JobAnswer {
  return typeof answer?.id === 'string' && answer.id !== '' && states.has(answer.state);
}

export function toJob(answer: JobAnswer): BulkJob {
  return {
    id: answer.id,
    state: answer.state,
    object: answer.object ?? '',
    externalIdField: answer.externalIdFieldName,
    processed: answer.numberRecordsProcessed ?? 0,
    failed: answer.numberRecordsFailed ?? 0,
    errorMessage: answer.errorMessage,
    createdById: answer.createdById ?? '',
    createdAt: new Date(answer.createdDate ?? Number.NaN),
  };
}

export function hasEnded({ state }: BulkJob): boolean {
  return state === 'JobComplete' || state === 'Failed' || state === 'Aborted';
}

/** Reasons of a job's end that another job would not change, and those that pass with the day. */
const kindsOfReason: Record<string, FailureKind> = {
  InvalidBatch: 'refused',
  InvalidEntity: 'refused',
  InvalidOperation: 'refused',
  FeatureNotEnabled: 'refused',
  ExceededQuota: 'later',
  TooManyLockFailure: 'tryAgain',
};

/**
 * Why a job did not do its work as a whole; undefined when it did, whatever became of single rows. Its message begins with
 * the reason, as in `InvalidBatch : Field name not found : Nope__c`.
 */
export function failureOfJob({ id, state, errorMessage = '' }: BulkJob): SalesforceFailure | undefined {
  if (state === 'Aborted') {
    return new SalesforceFailure('tryAgain', 'BULK_JOB_ABORTED', `somebody aborted the job ${id}`);
  }
  if (state !== 'Failed') return undefined;
  const [reason = ''] = errorMessage.split(' ', 1);
  const code = reason === '' ? 'BULK_JOB_FAILED' : reason;
  const text = errorMessage === '' ? 'the org does not say why' : errorMessage;
  // what is not known may pass: its rows are sent again, in a job of their own
  return new SalesforceFailure(kindsOfReason[code] ?? 'tryAgain', code, `the job ${id} failed: ${text}`);
}

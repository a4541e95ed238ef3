import { SalesforceFailure } from '../failure.ts';
import type { SalesforceOrg } from '../org.ts';
import { isJobAnswer, toJob } from './bulk-job.ts';
import type { BulkJob, JobAnswer } from './bulk-job.ts';
import { requestJson, requestOnce } from './bulk-transport.ts';
import type { RowSource } from './bulk-transport.ts';

/** What a job upserts. */
export interface UpsertTarget {
  /** API name of the object. */
  object: string;
  externalIdField: string;
}

const jobs = '/jobs/ingest';
const pathOf = (jobId: string): string => `${jobs}/${encodeURIComponent(jobId)}`;

/**
 * A job of the org that takes in rows. When the answer is lost, another job is made, and the first stays open until
 * {@link listOwnOpenJobs} finds it.
 * Source: Bulk API 2.0 and Bulk API Developer Guide, "Create a Job".
 * @returns the job's id
 */
export async function createUpsertJob(org: SalesforceOrg, target: UpsertTarget): Promise<string> {
  const body = {
    operation: 'upsert',
    object: target.object,
    externalIdFieldName: target.externalIdField,
    contentType: 'CSV',
    lineEnding: 'LF',
    columnDelimiter: 'COMMA',
  };
  const { id } = await requestJson<JobAnswer>(org, { method: 'POST', path: jobs, body }, isJobAnswer);
  return id;
}

/**
 * Uploads all rows of a job: CSV with its header, at most 100 MB. They are sent from the first byte again when the org
 * was busy or the connection was cut; a job that has got them already, by an upload whose answer was lost, is left so.
 * Source: Bulk API 2.0 and Bulk API Developer Guide, "Upload Job Data".
 * @param rows called anew for each try
 * @throws SalesforceFailure
 */
export async function uploadRows(org: SalesforceOrg, jobId: string, rows: RowSource): Promise<void> {
  for (let failures = 1; ; failures += 1) {
    try {
      await requestOnce(org, { method: 'PUT', path: `${pathOf(jobId)}/batches`, body: rows });
      return;
    } catch (error) {
      if (isUploadedTwice(error) || (await hasTakenRows(org, jobId, error))) return;
      if (!(error instanceof SalesforceFailure) || error.kind !== 'tryAgain') throw error;
      await org.backOff(failures, error);
      // a connection that breaks during an upload hides what the org had to say: that the session has ended, say
      if ((await readJob(org, jobId)).state !== 'Open') return;
    }
  }
}

/**
 * Tells the org that all rows are there, and the job may begin.
 * @throws SalesforceFailure, for which {@link isUploadedTwice} may hold: then only another job helps
 */
export async function finishUpload(org: SalesforceOrg, jobId: string): Promise<void> {
  try {
    await setState(org, jobId, 'UploadComplete');
  } catch (error) {
    // the answer of a first try may have been lost
    if (!(await hasTakenRows(org, jobId, error))) throw error;
  }
}

/**
 * Makes a job and gives it its rows. Where the org has got them twice, because the answer to an upload was lost, it is
 * done once more with another job; the first one is aborted.
 * @param onJob told of each job before anything is uploaded: who keeps its id can go on after a restart
 * @returns the job's id; it is processed from now on
 */
export async function loadRows(
  org: SalesforceOrg,
  target: UpsertTarget,
  rows: RowSource,
  onJob: (jobId: string) => void | Promise<void> = () => undefined,
): Promise<string> {
  for (let isFirst = true; ; isFirst = false) {
    const jobId = await createUpsertJob(org, target);
    await onJob(jobId);
    try {
      await uploadRows(org, jobId, rows);
      await finishUpload(org, jobId);
      return jobId;
    } catch (error) {
      // should this fail too, the job is found among the open ones later
      await abortJob(org, jobId).catch(() => undefined);
      if (!isFirst || !isUploadedTwice(error)) throw error;
    }
  }
}

/** Where a job stands. */
export async function readJob(org: SalesforceOrg, jobId: string): Promise<BulkJob> {
  try {
    return toJob(await requestJson<JobAnswer>(org, { method: 'GET', path: pathOf(jobId) }, isJobAnswer));
  } catch (error) {
    throw asGone(error, jobId);
  }
}

/** Has the org drop what a job has not done yet. Nothing happens to one that has ended. */
export async function abortJob(org: SalesforceOrg, jobId: string): Promise<void> {
  await setState(org, jobId, 'Aborted');
}

/**
 * Removes a job and its results from the org; one that is gone already is no error. An open job is to be aborted before.
 * Source: Bulk API 2.0 and Bulk API Developer Guide, "Delete a Job".
 */
export async function deleteJob(org: SalesforceOrg, jobId: string): Promise<void> {
  try {
    await requestJson(org, { method: 'DELETE', path: pathOf(jobId) }, () => true);
  } catch (error) {
    if (!(error instanceof SalesforceFailure) || error.code !== 'NOT_FOUND') throw error;
  }
}

/**
 * Jobs of the signed-in user, for an object or all, that are still open: those among them that nobody knows of are left over
 * where the answer to their creation was lost, or a process ended before it had uploaded. They hold no work of anybody.
 * Source: Bulk API 2.0 and Bulk API Developer Guide, "Get Information About All Ingest Jobs".
 * @param createdBefore leaves out younger ones, to which rows may be on their way
 */
export async function listOwnOpenJobs(
  org: SalesforceOrg,
  { object, createdBefore }: { object?: string; createdBefore: Date },
): Promise<BulkJob[]> {
  const userId = (await org.userId()).slice(0, 15);
  const found: BulkJob[] = [];
  let path: string | undefined = `${jobs}?jobType=V2Ingest`;
  while (path !== undefined) {
    const page: JobPage = await requestJson<JobPage>(org, { method: 'GET', path }, (answer) =>
      Array.isArray(answer?.records),
    );
    for (const job of page.records.filter((record) => isJobAnswer(record)).map((record) => toJob(record))) {
      const isOurs =
        job.createdById.slice(0, 15) === userId && (object === undefined || job.object === object);
      if (isOurs && job.state === 'Open' && job.createdAt < createdBefore) found.push(job);
    }
    const locator: string | null =
      page.done === false && typeof page.nextRecordsUrl === 'string'
        ? new URL(page.nextRecordsUrl, org.instanceUrl).searchParams.get('queryLocator')
        : null;
    // the locator alone is taken from the answer: a session never goes to an address that an answer names
    path =
      locator === null ? undefined : `${jobs}?jobType=V2Ingest&queryLocator=${encodeURIComponent(locator)}`;
  }
  return found;
}

interface JobPage {
  done?: boolean;
  records: JobAnswer[];
  nextRecordsUrl?: string | null;
}

/**
 * Did the org get the rows of a job twice? It says so when they are uploaded, or when the upload is finished, and does not
 * process such a job.
 */
export function isUploadedTwice(error: unknown): boolean {
  // "Found multipe contents for job", in the org's own spelling
  return error instanceof SalesforceFailure && /^Found multip\w* contents/i.test(error.message);
}

/** A job that is gone, with its results: seven days after its end, or because somebody deleted it. */
export function asGone(error: unknown, jobId: string): unknown {
  if (!(error instanceof SalesforceFailure) || !['NOT_FOUND', 'ERROR_HTTP_404'].includes(error.code))
    return error;
  const message = `the org no longer has the job ${jobId}: it keeps jobs and results for seven days`;
  return new SalesforceFailure('refused', 'BULK_JOB_GONE', message, error);
}

async function setState(
  org: SalesforceOrg,
  jobId: string,
  state: 'UploadComplete' | 'Aborted',
): Promise<void> {
  await requestJson<JobAnswer>(org, { method: 'PATCH', path: pathOf(jobId), body: { state } }, isJobAnswer);
}

/** Was it refused because the job went on already? */
async function hasTakenRows(org: SalesforceOrg, jobId: string, error: unknown): Promise<boolean> {
  if (!(error instanceof SalesforceFailure) || error.kind !== 'refused') return false;
  const { state } = await readJob(org, jobId);
  return state !== 'Open' && state !== 'Aborted' && state !== 'Failed';
}

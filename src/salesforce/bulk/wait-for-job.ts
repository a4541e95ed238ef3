import { SalesforceFailure } from '../failure.ts';
import type { SalesforceOrg } from '../org.ts';
import { hasEnded } from './bulk-job.ts';
import type { BulkJob } from './bulk-job.ts';
import { readJob } from './ingest-job.ts';

export interface WaitOptions {
  clock: () => Date;
  sleep: (milliseconds: number) => Promise<void>;
  /** How long the job may take; a day by default, as jobs wait in a queue of the org. */
  timeoutSeconds?: number | undefined;
  /** How many rows were sent: lets the end be foreseen. */
  rows?: number | undefined;
  /** Rows a second that such jobs took before: spares questions to which the answer would be "not yet". */
  rowsPerSecond?: number | undefined;
  onProgress?: ((job: BulkJob) => void) | undefined;
}

const shortestWaitSeconds = 1;
const longestWaitSeconds = 300;
/** How long a first look is put off at the most, while nothing is known of the pace. */
const longestBlindWaitSeconds = 30;

/**
 * Waits until a job has ended, with few questions: each is an API call. A question that fails is asked again until the time
 * is up.
 * @returns the job, which may have failed
 * @throws SalesforceFailure `unreachable` with code BULK_JOB_NOT_ENDED when the time is up: the job goes on in the org
 */
export async function waitForJob(org: SalesforceOrg, jobId: string, options: WaitOptions): Promise<BulkJob> {
  return waitForEnd(jobId, () => readJob(org, jobId), options);
}

/** The same for a job of any kind, as `read` finds it. */
export async function waitForEnd(
  jobId: string,
  read: () => Promise<BulkJob>,
  { clock, sleep, timeoutSeconds = 86_400, rows, rowsPerSecond, onProgress }: WaitOptions,
): Promise<BulkJob> {
  const began = clock().getTime();
  let processed = 0;
  let silence: unknown;
  for (let polls = 0; ; polls += 1) {
    const elapsed = (clock().getTime() - began) / 1000;
    if (elapsed >= timeoutSeconds) {
      const message = `the job ${jobId} has not ended within ${timeoutSeconds} seconds; it goes on in the org`;
      throw new SalesforceFailure('unreachable', 'BULK_JOB_NOT_ENDED', message, silence);
    }
    const pause =
      polls === 0 ? firstWaitSeconds(rows, rowsPerSecond) : nextWaitSeconds({ elapsed, processed, rows });
    await sleep(1000 * Math.min(pause, timeoutSeconds - elapsed));
    try {
      const job = await read();
      onProgress?.(job);
      if (hasEnded(job)) return job;
      processed = job.processed;
    } catch (error) {
      if (!(error instanceof SalesforceFailure) || error.kind !== 'unreachable') throw error;
      silence = error;
    }
  }
}

/** How long to wait before the first look: to the end, where the pace is known; else as long as it takes to learn it. */
export function firstWaitSeconds(rows = 0, rowsPerSecond?: number): number {
  if (rowsPerSecond !== undefined)
    return within(shortestWaitSeconds, (1.05 * rows) / rowsPerSecond, longestWaitSeconds);
  return within(shortestWaitSeconds, rows / 10_000, longestBlindWaitSeconds);
}

/** How long until the next look, in seconds: to the end at the pace so far; where there is none yet, half as long again. */
export function nextWaitSeconds(progress: {
  elapsed: number;
  processed: number;
  rows?: number | undefined;
}): number {
  const { elapsed, processed, rows = 0 } = progress;
  const left = rows - processed;
  const wait = processed > 0 && left > 0 ? (1.05 * elapsed * left) / processed : elapsed / 2;
  return within(shortestWaitSeconds, wait, longestWaitSeconds);
}

function within(least: number, value: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}

import { abortJob, readJob } from '../../salesforce/bulk/ingest-job.ts';
import { asFailure } from '../../salesforce/failure.ts';
import { claimOf } from '../run.ts';
import type { Run } from '../run.ts';
import { settleWritten } from './load-write.ts';
import { abortOrphans } from './orphaned-jobs.ts';

/** Goes on with the loads of runs that were stopped or killed: by their jobs where there are any, else from the start. */
export async function resumeLoads(run: Run): Promise<void> {
  const { outbox, clock } = run;
  const loads = await outbox.takeOverLoads(claimOf(run));
  for (const load of loads) {
    try {
      if (load.jobId !== undefined && (await isUnderWay(run, load.jobId))) {
        await settleWritten(run, load, load.jobId);
        continue;
      }
    } catch (error) {
      // the org forgets a job seven days after its end
      if (asFailure(error).code !== 'BULK_JOB_GONE') throw error;
    }
    await outbox.endLoad(load.id, clock());
  }
  await abortOrphans(run);
}

/** Whether a job has its rows; one that was not uploaded to its end is given up. */
async function isUnderWay({ org }: Run, jobId: string): Promise<boolean> {
  if ((await readJob(org, jobId)).state !== 'Open') return true;
  await abortJob(org, jobId);
  return false;
}

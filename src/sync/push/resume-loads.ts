import type { Load } from '../../outbox/outbox.ts';
import { abortJob, listOwnOpenJobs, readJob } from '../../salesforce/bulk/ingest-job.ts';
import { asFailure } from '../../salesforce/failure.ts';
import { claimOf } from '../run.ts';
import type { Run } from '../run.ts';
import { settleWritten } from './load-write.ts';
import { objectOf } from './rows.ts';

/** An open job is taken for one that nobody fills any more when it is so old, in minutes. */
const orphanMinutes = 30;

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
  // a load without a job: its job may have been made, and the answer lost
  await abortOrphans(
    run,
    loads.filter(({ jobId }) => jobId === undefined),
  );
}

/** Whether a job has its rows; one that was not uploaded to its end is given up. */
async function isUnderWay({ org }: Run, jobId: string): Promise<boolean> {
  if ((await readJob(org, jobId)).state !== 'Open') return true;
  await abortJob(org, jobId);
  return false;
}

/** Gives up this user's open jobs for the objects of some loads that no load of this outbox knows of. */
async function abortOrphans({ org, outbox, clock }: Run, loads: readonly Load[]): Promise<void> {
  if (loads.length === 0) return;
  const known = new Set((await outbox.summary()).loads.map(({ jobId }) => jobId));
  const createdBefore = new Date(clock().getTime() - orphanMinutes * 60_000);
  for (const object of new Set(loads.map(({ kind }) => objectOf[kind]))) {
    for (const { id } of await listOwnOpenJobs(org, { object, createdBefore })) {
      if (known.has(id)) continue;
      // somebody else may have been faster
      await abortJob(org, id).catch((error: unknown) => {
        if (asFailure(error).kind !== 'refused') throw error;
      });
    }
  }
}

import { abortJob, listOwnOpenJobs } from '../../salesforce/bulk/ingest-job.ts';
import { asFailure } from '../../salesforce/failure.ts';
import type { Run } from '../run.ts';
import { objectOf } from './rows.ts';

/** An open job is taken for one that nobody fills any more when it is so old, in milliseconds. */
const orphanAge = 30 * 60_000;

/** What a sync loads. */
const objects = new Set([...Object.values(objectOf), 'Feedback_Answer__c', 'Feedback_Unmatched__c']);

/** When a job was last made, and up to which time orphans were sought. */
const watermarks = { made: 'bulk job made', sought: 'orphaned jobs sought' } as const;

/** Notes that a job is about to be made: the answer may be lost, or the process killed, and then the org alone knows of it. */
export async function noteJobToCome({ outbox, clock }: Run): Promise<void> {
  await outbox.setWatermark(watermarks.made, clock());
  if ((await outbox.watermark(watermarks.sought)) === undefined)
    await outbox.setWatermark(watermarks.sought, clock());
}

/**
 * Gives up this user's open jobs that no load of this outbox knows of, when they are old enough for nobody to fill them
 * any more. The org is asked only when jobs were made since it was asked last: one API call, every half hour at most.
 */
export async function abortOrphans({ org, outbox, clock }: Run): Promise<void> {
  const made = await outbox.watermark(watermarks.made);
  const sought = await outbox.watermark(watermarks.sought);
  if (made === undefined || sought === undefined || made < sought) return;
  const createdBefore = new Date(clock().getTime() - orphanAge);
  if (createdBefore <= made && createdBefore.getTime() < sought.getTime() + orphanAge) return;
  const known = new Set((await outbox.summary()).loads.map(({ jobId }) => jobId));
  for (const { id, object } of await listOwnOpenJobs(org, { createdBefore })) {
    if (known.has(id) || !objects.has(object)) continue;
    // somebody else may have been faster
    await abortJob(org, id).catch((error: unknown) => {
      if (asFailure(error).kind !== 'refused') throw error;
    });
  }
  await outbox.setWatermark(watermarks.sought, createdBefore);
}

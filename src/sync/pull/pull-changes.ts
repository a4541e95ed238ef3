import { decisionsQuestion, findTouched } from '../../salesforce/find-touched.ts';
import type { SecondLook } from './look-back.ts';
import { claimOf } from '../run.ts';
import type { Run } from '../run.ts';
import type { Standing } from '../standing.ts';
import { followDecisions } from './decisions.ts';
import type { Decisions } from './decisions.ts';
import { lookBack, secondLooks } from './look-back.ts';
import { touchedQuestions } from './questions.ts';
import type { SeenChanges } from './seen-changes.ts';

/** The last moment up to which accounts were looked for. */
export const pulledWatermark = 'scored';

/** What only one worker does at a time. */
export const pullTurn = 'pull';

/**
 * Looks for what has changed in the org since the last pull: marks the accounts whose numbers may be others, and does what
 * people have decided of answers that found no place. One worker does so at a time; for the others there is nothing to do.
 *
 * It asks 14 questions, in three API calls; and one or two more when a day or a month has begun. Each further 2,000 records
 * that have changed cost another call.
 * @param seen changes that earlier pulls of this process have dealt with
 */
export async function pullChanges(run: Run, standing: Standing, seen: SeenChanges): Promise<Decisions> {
  const { outbox, org, clock } = run;
  const now = clock();
  const at = await outbox.watermark(pulledWatermark);
  const back = at === undefined ? undefined : lookBack(at, now, await lastLooks(run, at));
  const last = at === undefined || back === undefined ? undefined : { at, since: back.since };
  seen.begin();
  const { accountIds, decisions } = await findTouched(
    org,
    touchedQuestions(standing, last, now),
    decisionsQuestion({ since: last?.since ?? new Date(0), userId: standing.userId }),
    (changes, row) => seen.isNew(changes, row),
  );
  await outbox.touch(accountIds);
  // once each: a row that the org refuses would otherwise be tried again with every round that sees its entry
  const followed = await followDecisions(
    run,
    decisions.filter((decision) => seen.isNew('decisions', decision)),
  );
  seen.remember();
  await outbox.setWatermark(pulledWatermark, now);
  const looks: readonly SecondLook[] = back?.looks ?? secondLooks;
  for (const { watermark } of looks) await outbox.setWatermark(watermark, now);
  return followed;
}

/** When each second look was last had; where it never was, the first pull is its beginning. */
async function lastLooks({ outbox }: Run, first: Date): Promise<Map<string, Date>> {
  const looked = new Map<string, Date>();
  for (const { watermark } of secondLooks)
    looked.set(watermark, (await outbox.watermark(watermark)) ?? first);
  return looked;
}

/** Does work that only one worker does at a time; undefined when another one is at it. */
export async function inTurn<Result>(
  run: Run,
  name: string,
  work: () => Promise<Result>,
): Promise<Result | undefined> {
  const { outbox, worker } = run;
  if (!(await outbox.takeTurn(name, claimOf(run)))) return undefined;
  try {
    return await work();
  } finally {
    // where the outbox itself has failed, the turn runs out by itself
    await outbox.endTurn(name, worker).catch(() => undefined);
  }
}

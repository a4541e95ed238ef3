import { asFailure } from '../../salesforce/failure.ts';
import { compareVoices, sumVoices } from '../../salesforce/find-drift.ts';
import type { AccountVoices, Voices } from '../../salesforce/find-drift.ts';
import type { Run } from '../run.ts';

const watermark = 'compared';

/** How often the numbers of accounts are compared with their answers, in hours. */
const everyHours = 24;

/** How long a scan that the org could not answer waits for its next try, in hours: it is not worth a round's failure. */
const againHours = 1;

/** Most pages of 600 accounts that are compared in one scan, for two API calls each. */
const mostPages = 50;

/**
 * Once a day, compares how many promoters, passives and detractors all accounts show with how many answers are marked as
 * counting: one API call. Only where they differ are accounts compared one by one, until the difference is explained, 100
 * calls at most; those that differ are marked, and are scored anew. What is found by nothing else is found by this, and what
 * hides from it too, because two errors cancel each other out, by the month's scoring of all accounts.
 */
export async function scanForDrift(run: Run): Promise<void> {
  const { outbox, clock } = run;
  const last = await outbox.watermark(watermark);
  if (last !== undefined && clock().getTime() - last.getTime() < everyHours * 3_600_000) return;
  try {
    await compare(run);
    await outbox.setWatermark(watermark, clock());
  } catch (error) {
    const { kind } = asFailure(error);
    if (kind !== 'tryAgain' && kind !== 'unreachable') throw error;
    await outbox.setWatermark(watermark, new Date(clock().getTime() - (everyHours - againHours) * 3_600_000));
  }
}

async function compare({ outbox, org }: Run): Promise<void> {
  const { said, marked } = await sumVoices(org);
  const open = differenceOf({ said, marked });
  let pages = 0;
  if (isAny(open)) {
    for await (const accounts of compareVoices(org)) {
      const drifted = accounts.filter((account) => isAny(differenceOf(account)));
      await outbox.touch(drifted.map(({ accountId }) => accountId));
      for (const account of drifted) subtract(open, differenceOf(account));
      pages += 1;
      if (!isAny(open) || pages === mostPages) break;
    }
  }
}

function differenceOf({ said, marked }: Pick<AccountVoices, 'said' | 'marked'>): Voices {
  return {
    promoters: said.promoters - marked.promoters,
    passives: said.passives - marked.passives,
    detractors: said.detractors - marked.detractors,
  };
}

function isAny({ promoters, passives, detractors }: Voices): boolean {
  return promoters !== 0 || passives !== 0 || detractors !== 0;
}

function subtract(from: Voices, part: Voices): void {
  from.promoters -= part.promoters;
  from.passives -= part.passives;
  from.detractors -= part.detractors;
}

import type { Load, Outcome, ParcelKind, PlacedStep } from '../../outbox/outbox.ts';
import { blankErased } from '../blank-erased.ts';
import { claimOf, count } from '../run.ts';
import type { Run } from '../run.ts';
import { isPlaced } from './rows.ts';
import type { PlacedParcel } from './rows.ts';

/** Rows of a load read from the outbox at once. */
const pageRows = 2000;

/**
 * How much goes into one load that is written. Rows: what is kept in memory of each until its outcome is known takes about
 * 30 MB. Bytes of content, whose CSV is no longer: an upload may have 150 MB in Base64, which is 100 MB of CSV (Bulk API
 * 2.0 and Bulk API Developer Guide, "Upload Job Data").
 */
const mostWritten = { mostRows: 150_000, mostBytes: 80_000_000 };

/** How much goes into one load whose details are written: all of it is kept in memory. */
const mostFinished = { mostRows: 100_000, mostBytes: 32_000_000 };

/** Takes what is due into a load; undefined when nothing is. */
export async function startLoad(run: Run, kind: ParcelKind, step: PlacedStep): Promise<Load | undefined> {
  const most = step === 'details' ? mostFinished : mostWritten;
  return run.outbox.startLoad({ ...claimOf(run), kind, step, ...most });
}

/** The parcels of a load that are not settled yet, in the order of their accounts. */
export async function* loadedParcels({ outbox }: Run, { id }: Load): AsyncGenerator<PlacedParcel> {
  let page = await outbox.loadedParcels(id, pageRows);
  while (page.length > 0) {
    for (const parcel of page) if (isPlaced(parcel)) yield parcel;
    page = await outbox.loadedParcels(id, pageRows, page.at(-1));
  }
}

/** Tells the outbox what became of parcels of a load; what was erased meanwhile is blanked in the org at once. */
export async function settleLoad(
  run: Run,
  { id }: Load,
  outcomes: readonly ({ externalId: string } & Outcome)[],
): Promise<void> {
  if (outcomes.length === 0) return;
  const { erased } = await run.outbox.settleLoad(id, outcomes, run.clock());
  count(run, outcomes);
  await blankErased(run, erased);
}

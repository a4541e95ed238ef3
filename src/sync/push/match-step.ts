import type { LeasedParcel, Outcome, ParcelKind, Settlement } from '../../outbox/outbox.ts';
import { externalIdField, unmatchedRecord } from '../../salesforce/records.ts';
import type { UnmatchedReason } from '../../salesforce/records.ts';
import { claimOf, momentOf, settle } from '../run.ts';
import type { Run } from '../run.ts';
import { mostMatchedAtOnce } from './directory.ts';
import { loadDirectory } from './load-directory.ts';
import { match } from './match.ts';
import { outcomeOfFailure, settlementOf } from './outcomes.ts';

interface Unplaced {
  parcel: Extract<LeasedParcel, { kind: 'response' }>;
  reason: UnmatchedReason;
  details: string;
}

/**
 * Seeks the place of everything of a kind that is due: its account, contact, survey and invitation. An answer that finds
 * none is listed in the org as `Feedback_Unmatched__c`, and only then set aside; an invitation is set aside.
 */
export async function matchDue(run: Run, kind: ParcelKind, tell: () => void): Promise<void> {
  const { outbox, directory, signal } = run;
  await loadDirectory(run, await outbox.countDue(kind, 'match', run.clock()));
  while (!signal.aborted) {
    const parcels = await outbox.lease({ ...claimOf(run), kind, step: 'match', limit: mostMatchedAtOnce });
    if (parcels.length === 0) return;
    await directory.learn(parcels.map(({ content }) => content));
    await settle(run, await matched(run, parcels));
    tell();
  }
}

async function matched(run: Run, parcels: readonly LeasedParcel[]): Promise<Settlement[]> {
  const settlements: Settlement[] = [];
  const unplaced: Unplaced[] = [];
  for (const parcel of parcels) {
    const found = match(parcel.content, run.directory);
    if ('place' in found) {
      settlements.push(settlementOf(parcel, { outcome: 'advanced', step: 'write', place: found.place }));
    } else if (parcel.kind === 'response') {
      unplaced.push({ parcel, ...found });
    } else {
      settlements.push(settlementOf(parcel, setAside(found, false)));
    }
  }
  return [...settlements, ...(await listUnplaced(run, unplaced))];
}

async function listUnplaced(run: Run, unplaced: readonly Unplaced[]): Promise<Settlement[]> {
  const records = unplaced.map(({ parcel, reason, details }) =>
    unmatchedRecord(parcel.content, reason, details, parcel.listedInOrg),
  );
  // noted before: should the answer of the org be lost, and the contact be made meanwhile, the entry is closed all the same
  await settle(
    run,
    unplaced.flatMap(({ parcel }) =>
      parcel.listedInOrg
        ? []
        : [settlementOf(parcel, { outcome: 'advanced', step: 'match', listedInOrg: true })],
    ),
  );
  const outcomes = await run.org.upsert('Feedback_Unmatched__c', externalIdField, records);
  const moment = momentOf(run);
  return unplaced.map(({ parcel, ...found }, index) => {
    const outcome = outcomes[index]!;
    return settlementOf(
      parcel,
      outcome.success
        ? setAside(found, true)
        : outcomeOfFailure(parcel.content.externalId, parcel, outcome, moment),
    );
  });
}

function setAside({ reason, details }: { reason: string; details: string }, listedInOrg: boolean): Outcome {
  return { outcome: 'setAside', reason: { code: reason, detail: details }, listedInOrg };
}

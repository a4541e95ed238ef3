import { storable } from '../feedback/text.ts';
import { listOf, optionalNumber, optionalText } from './engine.ts';
import type { Row, Statements } from './engine.ts';
import { freeLanes, laneOf } from './lanes.ts';
import type { Outcome, ParcelKind, Settlement, Step } from './outbox.ts';
import { tombstoneHash } from './parcel-facts.ts';
import { tombstones } from './put.ts';
import { addToTally } from './tally.ts';
import { touchAccounts } from './touched.ts';
import { lanesOf } from './workers.ts';

/** The columns of a parcel that settling decides upon. */
interface Standing {
  state: string;
  step: Step | undefined;
  due_at: number | undefined;
  attempts: number;
  reason_code: string | undefined;
  reason_detail: string | undefined;
  listed_in_org: number;
  account_id: string | undefined;
  contact_id: string | undefined;
  survey_id: string | undefined;
  invitation_id: string | undefined;
  lane: number | undefined;
}

export interface Named {
  kind: ParcelKind;
  externalId: string;
}

/** Records outcomes. Resolves to the parcels among them whose person was erased meanwhile. */
export async function settleParcels(
  statements: Statements,
  hashKey: string,
  settlements: readonly Settlement[],
): Promise<{ erased: Named[] }> {
  if (settlements.length === 0) return { erased: [] };
  const keyOf = (kind: unknown, externalId: unknown) => `${String(kind)} ${String(externalId)}`;
  const byKey = new Map(settlements.map((one) => [keyOf(one.kind, one.externalId), one]));
  await statements.fence('shared');
  const rows = await statements.all(
    `SELECT parcel.kind, parcel.external_id, parcel.version, parcel.leased_version, parcel.given_at, parcel.state,
       parcel.step, parcel.due_at, parcel.attempts, parcel.reason_code, parcel.reason_detail, parcel.listed_in_org,
       parcel.account_id, parcel.contact_id, parcel.survey_id, parcel.invitation_id, parcel.lane
     FROM rows($1 AS item: kind text, external_id text) CROSS JOIN parcel
     WHERE parcel.kind = item.kind AND parcel.external_id = item.external_id
     ORDER BY parcel.kind, parcel.external_id FOR UPDATE OF parcel`,
    JSON.stringify([...byKey.values()].map(({ kind, externalId }) => ({ kind, external_id: externalId }))),
  );
  const isErased = await erasedContacts(statements, hashKey, settlements);
  const erased: Named[] = [];
  const settled: (Standing & Row)[] = [];
  for (const row of rows) {
    const settlement = byKey.get(keyOf(row['kind'], row['external_id']))!;
    const named = { kind: settlement.kind, externalId: settlement.externalId };
    const before = standingOf(row);
    const contactIsErased = isErased(settlement, Number(row['given_at']));
    if (before.state === 'erased' || contactIsErased) erased.push(named);
    if (before.state === 'erased') continue;
    const next = contactIsErased
      ? { ...done(before, 'erased'), listed_in_org: 0 }
      : nextStanding(before, settlement, {
          version: Number(row['version']),
          leasedVersion: optionalNumber(row['leased_version']),
        });
    if (next !== undefined) settled.push({ kind: row['kind'], external_id: row['external_id'], ...next });
  }
  await statements.run(updateStandings, JSON.stringify(settled));
  const left = new Set(settled.map((row) => keyOf(row['kind'], row['external_id'])));
  await addToTally(statements, [
    ...rows.filter((row) => left.has(keyOf(row['kind'], row['external_id']))).map((row) => change(row, -1)),
    ...settled.map((row) => change(row, 1)),
  ]);
  await touchAccounts(
    statements,
    settlements.flatMap((one) =>
      'touchedAccountId' in one && one.touchedAccountId !== undefined ? [one.touchedAccountId] : [],
    ),
  );
  await freeLanes(statements, lanesOf(rows));
  // named once, they stay named until they are blanked: whoever is told now may not live to do it
  await statements.run(
    `UPDATE parcel SET due_at = 0 FROM rows($1 AS item: kind text, external_id text)
     WHERE parcel.kind = item.kind AND parcel.external_id = item.external_id`,
    JSON.stringify(erased.map(({ kind, externalId }) => ({ kind, external_id: externalId }))),
  );
  return { erased };
}

function change(row: Row, by: number): { kind: ParcelKind; state: string; change: number } {
  return { kind: row['kind'] as ParcelKind, state: String(row['state']), change: by };
}

function standingOf(row: Row): Standing {
  return {
    state: String(row['state']),
    step: optionalText(row['step']) as Step | undefined,
    due_at: optionalNumber(row['due_at']),
    attempts: Number(row['attempts']),
    reason_code: optionalText(row['reason_code']),
    reason_detail: optionalText(row['reason_detail']),
    listed_in_org: Number(row['listed_in_org']),
    account_id: optionalText(row['account_id']),
    contact_id: optionalText(row['contact_id']),
    survey_id: optionalText(row['survey_id']),
    invitation_id: optionalText(row['invitation_id']),
    lane: optionalNumber(row['lane']),
  };
}

/** Where a parcel stands after an outcome; absent where the outcome says nothing about it any more. */
function nextStanding(
  before: Standing,
  settlement: Settlement,
  { version, leasedVersion }: { version: number; leasedVersion: number | undefined },
): Standing | undefined {
  if (version !== settlement.version) {
    // changed since this worker got it: it begins anew, unless it is in other hands already, or never left the line
    const isThisLease = before.state === 'inFlight' && leasedVersion === settlement.version;
    return isThisLease
      ? {
          ...unplaced(before),
          state: 'waiting',
          step: 'match',
          due_at: undefined,
          listed_in_org: listedAfter(before, settlement),
        }
      : undefined;
  }
  if (settlement.outcome === 'confirmed') {
    // however late: the org has this version
    return before.state === 'dismissed' ? undefined : { ...done(before, 'confirmed'), listed_in_org: 0 };
  }
  if (!['waiting', 'resting', 'inFlight'].includes(before.state)) return undefined;
  return afterTry(before, settlement);
}

function afterTry(before: Standing, outcome: Exclude<Outcome, { outcome: 'confirmed' }>): Standing {
  if (outcome.outcome === 'advanced') {
    const { step, place } = outcome;
    return {
      ...before,
      state: 'waiting',
      step,
      due_at: undefined,
      attempts: 0,
      reason_code: undefined,
      reason_detail: undefined,
      listed_in_org: listedAfter(before, outcome),
      ...(place !== undefined && {
        account_id: place.accountId,
        contact_id: place.contactId,
        survey_id: place.surveyId,
        invitation_id: place.invitationId,
        lane: laneOf(place.accountId),
      }),
    };
  }
  const tried = {
    attempts: before.attempts + 1,
    reason_code: storable(outcome.reason.code),
    reason_detail: storable(outcome.reason.detail),
  };
  if (outcome.outcome === 'setAside') {
    return {
      ...unplaced(before),
      ...tried,
      state: 'setAside',
      step: 'match',
      due_at: undefined,
      listed_in_org: listedAfter(before, outcome),
    };
  }
  const step = outcome.step ?? before.step;
  const place = step === 'match' ? unplaced(before) : before;
  return { ...place, ...tried, state: 'resting', step, due_at: outcome.notBefore.getTime() };
}

function listedAfter(before: Standing, outcome: Outcome): number {
  return 'listedInOrg' in outcome && outcome.listedInOrg === true ? 1 : before.listed_in_org;
}

function unplaced(before: Standing): Standing {
  const nowhere = {
    account_id: undefined,
    contact_id: undefined,
    survey_id: undefined,
    invitation_id: undefined,
  };
  return { ...before, ...nowhere, lane: undefined };
}

function done(before: Standing, state: 'confirmed' | 'erased'): Standing {
  return {
    ...unplaced(before),
    state,
    step: undefined,
    due_at: undefined,
    reason_code: undefined,
    reason_detail: undefined,
  };
}

/** Whether a match has found a contact that was erased after the answer was given. */
async function erasedContacts(
  statements: Statements,
  hashKey: string,
  settlements: readonly Settlement[],
): Promise<(settlement: Settlement, givenAt: number) => boolean> {
  const hashes = new Map<Settlement, string>();
  for (const settlement of settlements) {
    if (settlement.outcome !== 'advanced' || settlement.place === undefined) continue;
    hashes.set(settlement, tombstoneHash(hashKey, 'contact', settlement.place.contactId.slice(0, 15)));
  }
  const erased =
    hashes.size === 0 ? new Map<string, number>() : await tombstones(statements, hashes.values());
  return (settlement, givenAt) => givenAt < (erased.get(hashes.get(settlement) ?? '') ?? -Infinity);
}

const updateStandings = `
  UPDATE parcel SET state = item.state, step = item.step, due_at = item.due_at, attempts = item.attempts,
    reason_code = item.reason_code, reason_detail = item.reason_detail, listed_in_org = item.listed_in_org,
    account_id = item.account_id, contact_id = item.contact_id, survey_id = item.survey_id,
    invitation_id = item.invitation_id, lane = item.lane, holder = NULL, load_id = NULL, leased_version = NULL,
    content = CASE WHEN item.state IN ('confirmed', 'erased') THEN NULL ELSE parcel.content END,
    email = CASE WHEN item.state IN ('confirmed', 'erased') THEN NULL ELSE parcel.email END,
    contact = CASE WHEN item.state IN ('confirmed', 'erased') THEN NULL ELSE parcel.contact END,
    fingerprint = CASE WHEN item.state = 'erased' THEN '' ELSE parcel.fingerprint END,
    origin = CASE WHEN item.state = 'erased' THEN '' ELSE parcel.origin END
  FROM rows($1 AS item: kind text, external_id text, state text, step text, due_at integer, attempts integer,
    reason_code text, reason_detail text, listed_in_org integer, account_id text, contact_id text, survey_id text,
    invitation_id text, lane integer)
  WHERE parcel.kind = item.kind AND parcel.external_id = item.external_id`;

/** Like {@link settleParcels}, for parcels of a load in the version that it took in. */
export async function settleLoaded(
  statements: Statements,
  hashKey: string,
  loadId: string,
  outcomes: readonly ({ externalId: string } & Outcome)[],
): Promise<{ erased: Named[] }> {
  const [load] = await statements.all('SELECT kind FROM bulk_load WHERE id = $1', loadId);
  if (load === undefined) return { erased: [] };
  const kind = load['kind'] as ParcelKind;
  // what is settled already is left out, so that repeating it touches nothing; what is erased is named each time
  const rows = await statements.all(
    `SELECT parcel.external_id, parcel.leased_version, parcel.version
     FROM rows($1 AS item: external_id text) CROSS JOIN parcel
     WHERE parcel.kind = $2 AND parcel.external_id = item.external_id AND (parcel.load_id = $3 OR parcel.state = 'erased')`,
    listOf(
      'external_id',
      outcomes.map(({ externalId }) => externalId),
    ),
    kind,
    loadId,
  );
  const versions = new Map(
    rows.map((row) => [String(row['external_id']), Number(row['leased_version'] ?? row['version'])]),
  );
  const settlements = outcomes.flatMap((outcome): Settlement[] => {
    const version = versions.get(outcome.externalId);
    return version === undefined ? [] : [{ kind, version, ...outcome }];
  });
  return settleParcels(statements, hashKey, settlements);
}

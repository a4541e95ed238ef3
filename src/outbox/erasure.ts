import type { Row, Statements } from './engine.ts';
import { listOf, optionalText } from './engine.ts';
import type { ErasedParcel, ErasedPerson, LeasedParcel, Reason, ParcelKind } from './outbox.ts';
import { factsOf, tombstoneHash } from './parcel-facts.ts';
import { storable } from '../feedback/text.ts';
import { tombstones } from './put.ts';
import type { Named } from './settle.ts';
import { addToTally } from './tally.ts';

/** For ids: what has the id of something erased is refused for good, whenever it was given. */
const forever = Number.MAX_SAFE_INTEGER;

/** Forgets a person, and leaves the marks by which later parcels of theirs are refused. */
export async function erasePerson(
  statements: Statements,
  hashKey: string,
  person: ErasedPerson,
  now: Date,
): Promise<{ erased: number; inFlight: Named[] }> {
  const emails = person.emails.map((email) => email.toLowerCase());
  const contacts = person.contactIds.map((contactId) => contactId.slice(0, 15));
  // nobody puts at this moment: whoever did is seen below, whoever does later sees the marks
  await statements.fence('exclusive');
  const hash = tombstoneHash.bind(undefined, hashKey);
  const marks = new Map([
    ...emails.map((email) => [hash('email', email), now.getTime()] as const),
    ...contacts.map((contact) => [hash('contact', contact), now.getTime()] as const),
    ...person.externalIds.map((externalId) => [hash('externalId', externalId), forever] as const),
  ]);
  await statements.run(
    `INSERT INTO tombstone (hash, given_before)
     SELECT hash, given_before FROM rows($1 AS item: hash text, given_before integer) WHERE true ORDER BY hash
     ON CONFLICT (hash) DO UPDATE SET given_before =
       CASE WHEN excluded.given_before > tombstone.given_before THEN excluded.given_before ELSE tombstone.given_before END`,
    JSON.stringify(Array.from(marks, ([name, before]) => ({ hash: name, given_before: before }))),
  );
  const keys = await statements.all(
    `SELECT kind, external_id FROM rows($1 AS item: email text) CROSS JOIN parcel WHERE parcel.email = item.email
     UNION SELECT kind, external_id FROM rows($2 AS item: name text) CROSS JOIN parcel WHERE parcel.contact = item.name
     UNION SELECT kind, external_id FROM rows($2 AS item: name text) CROSS JOIN parcel
       WHERE substr(parcel.contact_id, 1, 15) = item.name AND parcel.contact_id IS NOT NULL
     UNION SELECT parcel.kind, parcel.external_id FROM rows($3 AS item: external_id text) CROSS JOIN parcel
       WHERE parcel.kind IN ('response', 'invitation') AND parcel.external_id = item.external_id`,
    listOf('email', emails),
    listOf('name', contacts),
    listOf('external_id', person.externalIds),
  );
  const found = await statements.all(
    `SELECT parcel.kind, parcel.external_id, parcel.state
     FROM rows($1 AS item: kind text, external_id text) CROSS JOIN parcel
     WHERE parcel.kind = item.kind AND parcel.external_id = item.external_id AND parcel.state <> 'erased'
     ORDER BY parcel.kind, parcel.external_id FOR UPDATE OF parcel`,
    JSON.stringify(keys),
  );
  await blank(statements, found);
  return {
    erased: found.length,
    inFlight: found
      .filter(({ state }) => state === 'inFlight')
      .map((row) => ({ kind: row['kind'] as ParcelKind, externalId: String(row['external_id']) })),
  };
}

/**
 * Leaves nothing of parcels but their ids. Their lane stays with the worker that has them in its hands. What is on its way
 * is to be blanked in the org when the lease is over: until then its worker may still write it, and says so itself.
 */
async function blank(statements: Statements, rows: readonly Row[]): Promise<void> {
  await statements.run(
    `UPDATE parcel SET state = 'erased', step = NULL, content = NULL, bytes = 0, fingerprint = '', origin = '',
       email = NULL, contact = NULL, account_id = NULL, contact_id = NULL, survey_id = NULL, invitation_id = NULL,
       due_at = CASE WHEN state = 'inFlight' THEN
         coalesce(due_at, (SELECT held_until FROM bulk_load WHERE bulk_load.id = parcel.load_id), 0) END,
       attempts = 0, reason_code = NULL, reason_detail = NULL, listed_in_org = 0, holder = NULL,
       load_id = NULL
     FROM rows($1 AS item: kind text, external_id text)
     WHERE parcel.kind = item.kind AND parcel.external_id = item.external_id`,
    JSON.stringify(rows),
  );
  await addToTally(
    statements,
    rows.flatMap((row) => {
      const kind = row['kind'] as ParcelKind;
      return [
        { kind, state: String(row['state']), change: -1 },
        { kind, state: 'erased', change: 1 },
      ];
    }),
  );
}

/** Erased parcels that are to be blanked in the org, and are due. */
export async function parcelsToBlank(
  statements: Statements,
  now: Date,
  limit: number,
): Promise<ErasedParcel[]> {
  const rows = await statements.all(
    `SELECT kind, external_id, attempts FROM parcel
     WHERE kind IN ('response', 'invitation') AND step IS NULL AND state = 'erased' AND due_at <= $1
     ORDER BY due_at, kind, external_id LIMIT $2`,
    now.getTime(),
    limit,
  );
  return rows.map((row) => ({
    kind: row['kind'] as ParcelKind,
    externalId: String(row['external_id']),
    attempts: Number(row['attempts']),
  }));
}

/** Notes what came of blanking erased parcels in the org. */
export async function settleBlankedParcels(
  statements: Statements,
  done: readonly Named[],
  kept: readonly (Named & { notBefore: Date; reason?: Reason })[],
): Promise<void> {
  await statements.run(
    `UPDATE parcel SET due_at = item.due_at, reason_code = item.reason_code, reason_detail = item.reason_detail,
       attempts = CASE WHEN item.due_at IS NULL THEN 0 ELSE attempts + 1 END
     FROM rows($1 AS item: kind text, external_id text, due_at integer, reason_code text, reason_detail text)
     WHERE parcel.kind = item.kind AND parcel.external_id = item.external_id AND parcel.state = 'erased'`,
    JSON.stringify([
      ...done.map(({ kind, externalId }) => ({ kind, external_id: externalId })),
      ...kept.map(({ kind, externalId, notBefore, reason }) => ({
        kind,
        external_id: externalId,
        due_at: notBefore.getTime(),
        reason_code: reason?.code,
        reason_detail: reason === undefined ? undefined : storable(reason.detail),
      })),
    ]),
  );
}

/**
 * Gives an answer the contact that a person has found for it. Its fingerprint stays: the same file imported again brings
 * nothing new. Where that contact was erased after the answer was given, the answer is erased too.
 */
export async function changeContact(
  statements: Statements,
  hashKey: string,
  externalId: string,
  contactId: string,
  now: Date,
): Promise<boolean> {
  await statements.fence('shared');
  const [row] = await statements.all(
    `SELECT kind, external_id, state, content, origin, given_at FROM parcel
     WHERE kind = 'response' AND external_id = $1 FOR UPDATE`,
    externalId,
  );
  const told = optionalText(row?.['content']);
  if (row === undefined || told === undefined) return false;
  const mark = tombstoneHash(hashKey, 'contact', contactId.slice(0, 15));
  const erasedBefore = (await tombstones(statements, [mark])).get(mark);
  if (erasedBefore !== undefined && Number(row['given_at']) < erasedBefore) {
    await blank(statements, [row]);
    return false;
  }
  const content = JSON.parse(told) as Extract<LeasedParcel, { kind: 'response' }>['content'];
  const isOnItsWay = row['state'] === 'waiting' || row['state'] === 'inFlight';
  if (isOnItsWay && content.respondent.contactId === contactId) return true;
  const changed = { ...content, respondent: { ...content.respondent, contactId } };
  const facts = factsOf({ kind: 'response', content: changed, origin: String(row['origin']) }, now);
  await statements.run(
    `UPDATE parcel SET version = version + 1, content = $2, bytes = $3, contact = $4, attempts = 0,
       reason_code = NULL, reason_detail = NULL,
       put_at = CASE WHEN state = 'dismissed' THEN $5 ELSE put_at END,
       step = CASE WHEN state = 'inFlight' THEN step ELSE 'match' END,
       due_at = CASE WHEN state = 'inFlight' THEN due_at END,
       lane = CASE WHEN state = 'inFlight' THEN lane END,
       state = CASE WHEN state = 'inFlight' THEN state ELSE 'waiting' END
     WHERE kind = 'response' AND external_id = $1`,
    externalId,
    facts.content,
    facts.bytes,
    facts.contact,
    now.getTime(),
  );
  await addToTally(statements, [{ kind: 'response', state: String(row['state']), change: -1 }]);
  return true;
}

/** Takes answers that were set aside off the list. Their content stays: a person may decide otherwise. */
export async function dismissAnswers(statements: Statements, externalIds: readonly string[]): Promise<void> {
  const dismissed = await statements.run(
    `UPDATE parcel SET state = 'dismissed', step = NULL, due_at = NULL, reason_code = NULL, reason_detail = NULL
     WHERE kind = 'response' AND state = 'setAside'
       AND external_id IN (SELECT external_id FROM rows($1 AS item: external_id text))`,
    listOf('external_id', externalIds),
  );
  await addToTally(statements, [{ kind: 'response', state: 'dismissed', change: dismissed }]);
}

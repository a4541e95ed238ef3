import { ChangedMeanwhile } from './engine.ts';
import type { Row, Statements } from './engine.ts';
import { listOf } from './engine.ts';
import type { ParcelKind, PutResult } from './outbox.ts';
import { tombstoneHash } from './parcel-facts.ts';
import type { ParcelFacts } from './parcel-facts.ts';
import { addToTally } from './tally.ts';

/** A parcel as the outbox has it, as far as a new one of its id needs to know. */
interface Known {
  version: number;
  fingerprint: string;
  state: string;
}

const keyOf = (kind: unknown, externalId: unknown) => `${String(kind)} ${String(externalId)}`;

/** Stores the parcels of several calls, in their order. */
export async function putAll(
  statements: Statements,
  hashKey: string,
  calls: readonly (readonly ParcelFacts[])[],
): Promise<PutResult[][]> {
  const all = calls.flat();
  if (all.length === 0) return calls.map(() => []);
  const keys = JSON.stringify(all.map(({ kind, external_id }) => ({ kind, external_id })));
  await statements.fence('shared');
  const known = new Map(
    (await statements.all(selectKnown, keys)).map((row) => [keyOf(row['kind'], row['external_id']), row]),
  );
  const isErased = await erasedAmong(statements, hashKey, all);
  const current = new Map([...known].map(([key, row]) => [key, toKnown(row)]));
  const changed = new Map<string, ParcelFacts & { version: number }>();
  const results = calls.map((call) =>
    call.map((facts): PutResult => {
      const key = keyOf(facts.kind, facts.external_id);
      const before = current.get(key);
      if (before?.state === 'erased' || isErased(facts)) return 'erased';
      if (before?.fingerprint === facts.fingerprint) return 'unchanged';
      const version = (before?.version ?? 0) + 1;
      current.set(key, { version, fingerprint: facts.fingerprint, state: 'waiting' });
      changed.set(key, { ...facts, version });
      return before === undefined ? 'new' : 'updated';
    }),
  );
  const isKnown = ({ kind, external_id }: ParcelFacts) => known.has(keyOf(kind, external_id));
  await update(
    statements,
    [...changed.values()].filter((facts) => isKnown(facts)),
    known,
  );
  await insert(
    statements,
    [...changed.values()].filter((facts) => !isKnown(facts)),
  );
  return results;
}

function toKnown(row: Row): Known {
  return {
    version: Number(row['version']),
    fingerprint: String(row['fingerprint']),
    state: String(row['state']),
  };
}

const selectKnown = `
  SELECT parcel.kind, parcel.external_id, parcel.version, parcel.fingerprint, parcel.state
  FROM rows($1 AS item: kind text, external_id text) CROSS JOIN parcel
  WHERE parcel.kind = item.kind AND parcel.external_id = item.external_id`;

/** Whether a person was erased after giving an answer, for the answers at hand. */
async function erasedAmong(
  statements: Statements,
  hashKey: string,
  parcels: readonly ParcelFacts[],
): Promise<(facts: ParcelFacts) => boolean> {
  const [any] = await statements.all('SELECT 1 AS found FROM tombstone LIMIT 1');
  if (any === undefined) return () => false;
  const hashesOf = ({ external_id, email, contact }: ParcelFacts) => [
    tombstoneHash(hashKey, 'externalId', external_id),
    ...(email === undefined ? [] : [tombstoneHash(hashKey, 'email', email)]),
    ...(contact === undefined ? [] : [tombstoneHash(hashKey, 'contact', contact)]),
  ];
  const hashes = new Map(parcels.map((facts) => [facts, hashesOf(facts)]));
  const erased = await tombstones(statements, [...hashes.values()].flat());
  return (facts) => hashes.get(facts)!.some((hash) => facts.given_at < (erased.get(hash) ?? -Infinity));
}

/** The marks that erasures have left, among some: by hash, before when an answer has to have been given. */
export async function tombstones(
  statements: Statements,
  hashes: Iterable<string>,
): Promise<Map<string, number>> {
  const found = await statements.all(
    `SELECT tombstone.hash, tombstone.given_before FROM rows($1 AS item: hash text) CROSS JOIN tombstone
     WHERE tombstone.hash = item.hash`,
    listOf('hash', new Set(hashes)),
  );
  return new Map(found.map((row) => [String(row['hash']), Number(row['given_before'])]));
}

const factColumns = `kind text, external_id text, version integer, fingerprint text, content text, bytes integer,
  origin text, put_at integer, given_at integer, email text, contact text`;

async function insert(statements: Statements, parcels: readonly ParcelFacts[]): Promise<void> {
  if (parcels.length === 0) return;
  const inserted = await statements.run(
    `INSERT INTO parcel (kind, external_id, version, fingerprint, content, bytes, origin, put_at, given_at, email,
       contact, state, step)
     SELECT kind, external_id, version, fingerprint, content, bytes, origin, put_at, given_at, email, contact,
       'waiting', 'match'
     FROM rows($1 AS item: ${factColumns}) WHERE true ORDER BY kind, external_id
     ON CONFLICT (kind, external_id) DO NOTHING`,
    JSON.stringify(parcels),
  );
  if (inserted < parcels.length) throw new ChangedMeanwhile();
}

/** Replaces contents. What is in flight stays there until it is settled, and begins anew only then. */
async function update(
  statements: Statements,
  parcels: readonly ParcelFacts[],
  known: ReadonlyMap<string, Row>,
): Promise<void> {
  if (parcels.length === 0) return;
  const list = JSON.stringify(parcels);
  // only now: most of a file that is imported again is unchanged, and need not be locked
  const locked = await statements.all(
    `${selectKnown} ORDER BY parcel.kind, parcel.external_id FOR UPDATE OF parcel`,
    list,
  );
  for (const row of locked) {
    const before = known.get(keyOf(row['kind'], row['external_id']));
    if (before?.['version'] !== row['version'] || before?.['state'] !== row['state'])
      throw new ChangedMeanwhile();
  }
  await statements.run(
    `UPDATE parcel SET version = item.version, fingerprint = item.fingerprint, content = item.content,
       bytes = item.bytes, origin = item.origin, given_at = item.given_at, email = item.email, contact = item.contact,
       attempts = 0, reason_code = NULL, reason_detail = NULL,
       put_at = CASE WHEN state IN ('waiting', 'resting', 'inFlight') THEN parcel.put_at ELSE item.put_at END,
       state = CASE WHEN state = 'inFlight' THEN state ELSE 'waiting' END,
       step = CASE WHEN state = 'inFlight' THEN step ELSE 'match' END,
       due_at = CASE WHEN state = 'inFlight' THEN due_at END,
       lane = CASE WHEN state = 'inFlight' THEN lane END,
       account_id = CASE WHEN state = 'inFlight' THEN account_id END,
       contact_id = CASE WHEN state = 'inFlight' THEN contact_id END,
       survey_id = CASE WHEN state = 'inFlight' THEN survey_id END,
       invitation_id = CASE WHEN state = 'inFlight' THEN invitation_id END
     FROM rows($1 AS item: ${factColumns})
     WHERE parcel.kind = item.kind AND parcel.external_id = item.external_id`,
    list,
  );
  await addToTally(
    statements,
    locked.map((row) => ({ kind: row['kind'] as ParcelKind, state: String(row['state']), change: -1 })),
  );
}

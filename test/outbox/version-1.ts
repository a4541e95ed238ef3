import { DatabaseSync } from 'node:sqlite';
import { fingerprint } from '../../src/outbox/fingerprint.ts';
import { answerParcel } from './parcels.ts';

/** The tables as the first version of Rapport made them. */
const tables = `
  CREATE TABLE parcel (
    kind TEXT NOT NULL,
    external_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    fingerprint TEXT NOT NULL,
    content TEXT,
    origin TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'inFlight', 'confirmed', 'setAside')),
    attempts INTEGER NOT NULL DEFAULT 0,
    due_at INTEGER NOT NULL,
    lease_host TEXT, lease_process INTEGER, lease_worker TEXT,
    reason_code TEXT, reason_detail TEXT,
    listed_in_org INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (kind, external_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX parcel_line ON parcel (kind, state, due_at);
  CREATE TABLE touched_account (account_id TEXT PRIMARY KEY, mark INTEGER NOT NULL) STRICT;
  CREATE TABLE organization (only INTEGER PRIMARY KEY CHECK (only = 1), organization_id TEXT NOT NULL) STRICT;
  CREATE TABLE watermark (name TEXT PRIMARY KEY, reached INTEGER NOT NULL) STRICT;
  PRAGMA application_id = ${0x52617070}; PRAGMA user_version = 1;`;

/** Makes an outbox file of version 1, with a parcel in each of its states, and one that waits until the year 2100. */
export function makeVersion1(path: string, now: Date): void {
  const database = new DatabaseSync(path);
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; ${tables}`);
  const insert = database.prepare(
    `INSERT INTO parcel (kind, external_id, version, fingerprint, content, origin, state, attempts, due_at, lease_host,
       lease_process, lease_worker, reason_code, reason_detail, listed_in_org)
     VALUES ('response', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const contact = { respondent: { contactId: '003000000000001AAA' } };
  const put = (
    id: string,
    state: string,
    more: {
      version?: number;
      dueAt?: number;
      reason?: [string, string];
      listed?: number;
      place?: typeof contact;
    },
  ) => {
    const parcel = answerParcel(id, {
      respondent: { email: `${id.toLowerCase()}@customer.example` },
      ...more.place,
    });
    insert.run(
      id,
      more.version ?? 1,
      fingerprint(id === 'waiting' || id === 'confirmed' ? answerParcel(id) : parcel),
      state === 'confirmed' ? null : JSON.stringify(parcel.content),
      parcel.origin,
      state,
      more.reason === undefined ? 0 : 2,
      more.dueAt ?? now.getTime() - 5000,
      ...(state === 'inFlight' ? ['elsewhere', 1, 'sync'] : [null, null, null]),
      ...(more.reason ?? [null, null]),
      more.listed ?? 0,
    );
  };
  put('waiting', 'waiting', {});
  put('resting', 'waiting', {
    dueAt: Date.parse('2100-01-01T00:00:00Z'),
    reason: ['UNABLE_TO_LOCK_ROW', 'unable to obtain exclusive access'],
  });
  put('inFlight', 'inFlight', { version: 3, dueAt: now.getTime() + 600_000, listed: 1, place: contact });
  put('confirmed', 'confirmed', {});
  put('setAside', 'setAside', { reason: ['Unknown Contact', 'setaside@customer.example'], listed: 1 });
  database.exec(`INSERT INTO touched_account VALUES ('001A', 7);
    INSERT INTO watermark VALUES ('scored', 5000);
    INSERT INTO organization VALUES (1, '00D000000000001');`);
  database.close();
}

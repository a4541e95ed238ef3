import { laneCount } from './lanes.ts';

/** Version of the tables; 1 was SQLite's alone, before parcels had steps. */
export const schemaVersion = 2;

/** How an engine writes column types, and what follows a table. */
interface Dialect {
  text: string;
  integer: string;
  /** Behind every table. */
  table: string;
  /** Behind a table that is kept in the order of its primary key, where the engine can. */
  ordered: string;
}

/**
 * The statements that make the tables, the same for both engines.
 *
 * A parcel's `state` is that of the contract, and `resting`: waiting, but not before `due_at`. `step` is NULL once
 * nothing more is to be done, so that no index below but the primary key has what is confirmed.
 */
export function createTables({ text, integer, table, ordered }: Dialect): string {
  return `
  CREATE TABLE identity (
    only_one ${integer} PRIMARY KEY CHECK (only_one = 1),
    schema_version ${integer} NOT NULL,
    hash_key ${text} NOT NULL,             -- of the hashes in tombstone; random, never leaves the outbox
    organization_id ${text}
  )${table};
  CREATE TABLE parcel (
    kind ${text} NOT NULL,
    external_id ${text} NOT NULL,
    version ${integer} NOT NULL,
    fingerprint ${text} NOT NULL,
    content ${text},                       -- blanked once confirmed: what the org has need not be kept here
    bytes ${integer} NOT NULL,             -- of the content
    origin ${text} NOT NULL,
    put_at ${integer} NOT NULL,            -- since when it has been waiting
    given_at ${integer} NOT NULL,          -- when the person gave the answer
    email ${text}, contact ${text},        -- by whom, as the content says; contact ids by their 15 characters
    state ${text} NOT NULL CHECK (state IN
      ('waiting', 'resting', 'inFlight', 'setAside', 'confirmed', 'dismissed', 'erased')),
    step ${text} CHECK (step IN ('match', 'write', 'details')),
    account_id ${text}, contact_id ${text}, survey_id ${text}, invitation_id ${text},
    lane ${integer},                       -- of the account, with the steps that know it
    attempts ${integer} NOT NULL DEFAULT 0,
    due_at ${integer},                     -- resting: not before; in flight, but not in a load: end of the lease;
                                           -- erased: not before, to be blanked in the org
    holder ${text},                        -- in flight: by which worker, unless it is in a load
    load_id ${text}, leased_version ${integer},
    reason_code ${text}, reason_detail ${text},
    listed_in_org ${integer} NOT NULL DEFAULT 0,
    PRIMARY KEY (kind, external_id)
  )${ordered};
  CREATE INDEX parcel_line ON parcel (state, kind, step, put_at, external_id) WHERE step IS NOT NULL;
  CREATE INDEX parcel_lane ON parcel (lane, state, kind, step, account_id, external_id) WHERE lane IS NOT NULL;
  CREATE INDEX parcel_clock ON parcel (kind, step, state, due_at) WHERE due_at IS NOT NULL;
  CREATE INDEX parcel_holder ON parcel (holder) WHERE holder IS NOT NULL;
  CREATE INDEX parcel_load ON parcel (load_id, account_id, external_id) WHERE load_id IS NOT NULL;
  CREATE INDEX parcel_troubled ON parcel (put_at, kind, external_id) WHERE reason_code IS NOT NULL;
  CREATE INDEX parcel_reason ON parcel (reason_code, state) WHERE reason_code IS NOT NULL;
  CREATE INDEX parcel_email ON parcel (email) WHERE email IS NOT NULL;
  CREATE INDEX parcel_contact ON parcel (contact) WHERE contact IS NOT NULL;
  CREATE INDEX parcel_place ON parcel (substr(contact_id, 1, 15)) WHERE contact_id IS NOT NULL;
  CREATE TABLE tally (                     -- changes of how many parcels are done; the sum is how many there are
    id ${text} NOT NULL, kind ${text} NOT NULL, state ${text} NOT NULL, change ${integer} NOT NULL,
    PRIMARY KEY (id, kind, state)
  )${table};
  CREATE TABLE worker (
    holder ${text} PRIMARY KEY, host ${text} NOT NULL, process_id ${integer} NOT NULL,
    process ${text} NOT NULL               -- tells processes apart that have the same number, one after the other
  )${table};
  CREATE TABLE lane (
    number ${integer} PRIMARY KEY,
    holder ${text}, held_until ${integer} NOT NULL DEFAULT 0,
    load_id ${text},                       -- a lane of a load is its until the load ends
    taken_at ${integer} NOT NULL DEFAULT 0
  )${table};
  INSERT INTO lane (number)
    WITH RECURSIVE numbers (number) AS (SELECT 0 UNION ALL SELECT number + 1 FROM numbers WHERE number < ${laneCount - 1})
    SELECT number FROM numbers;
  CREATE TABLE bulk_load (
    id ${text} PRIMARY KEY, kind ${text} NOT NULL, step ${text} NOT NULL, row_count ${integer} NOT NULL,
    started_at ${integer} NOT NULL, job_id ${text}, holder ${text}, held_until ${integer} NOT NULL
  )${table};
  CREATE TABLE touched_account (
    account_id ${text} PRIMARY KEY, mark ${integer} NOT NULL, holder ${text}, held_until ${integer} NOT NULL DEFAULT 0,
    not_before ${integer} NOT NULL DEFAULT 0, attempts ${integer} NOT NULL DEFAULT 0
  )${table};
  CREATE TABLE tombstone (hash ${text} PRIMARY KEY, given_before ${integer} NOT NULL)${table};
  CREATE TABLE turn (name ${text} PRIMARY KEY, holder ${text}, held_until ${integer} NOT NULL)${table};
  CREATE TABLE watermark (name ${text} PRIMARY KEY, reached ${integer} NOT NULL)${table};
  CREATE TABLE run (id ${text} PRIMARY KEY, ended_at ${integer} NOT NULL, report ${text} NOT NULL)${table};
`;
}

import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect } from 'chai';
import { openOutbox } from '../../src/command-line/flags.ts';
import { openSqliteOutbox } from '../../src/outbox/sqlite-outbox.ts';
import { answerParcel } from './parcels.ts';

const now = new Date('2026-06-30T08:00:00Z');

describe('an outbox file, as others may find it,', () => {
  let folder: string;
  let path: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rapport-outbox-'));
    path = join(folder, 'outbox.sqlite');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('leaves no trace of an erased person in the file but a keyed hash', async () => {
    const outbox = openSqliteOutbox(path);
    const names = { email: 'erika.mustermann@customer.example', contactId: '003000000000009AAA' };
    await outbox.put([answerParcel('a', { respondent: names, comment: 'a secret' })], now);
    const worker = { host: 'here', processId: process.pid, name: 'sync' };
    const [parcel] = await outbox.lease({
      kind: 'response',
      step: 'match',
      worker,
      now,
      leaseSeconds: 60,
      limit: 1,
    });
    const { kind, version } = parcel!;
    const reason = { code: 'Unknown Contact', detail: names.email };
    await outbox.settle(
      [{ kind, externalId: 'a', version, outcome: 'setAside', reason, listedInOrg: true }],
      now,
    );
    await outbox.erase({ emails: [names.email], contactIds: [names.contactId], externalIds: [] }, now);
    await outbox.close();
    const database = new DatabaseSync(path);
    const tables = database.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`).all();
    const everything = JSON.stringify(
      tables.map(({ name }) => database.prepare(`SELECT * FROM ${String(name)}`).all()),
    );
    database.close();
    for (const trace of ['mustermann', '003000000000009', 'secret', 'answers.csv']) {
      expect(everything).to.not.include(trace);
    }
    const unkeyed = createHash('sha256').update(`email:${names.email}`).digest('base64');
    expect(everything).to.not.include(unkeyed);
  });

  it('has no byte left of an erased person, nor of an answer that was confirmed, once somebody was erased', async () => {
    const outbox = openSqliteOutbox(path);
    const comment = 'a long secret '.repeat(500);
    const long = (id: string) => answerParcel(id, { comment: `${id}: ${comment}` });
    await outbox.put([long('anna'), long('bert')], now);
    const worker = { host: 'here', processId: process.pid, name: 'sync' };
    const request = { kind: 'response', step: 'match', worker, now, leaseSeconds: 60, limit: 9 } as const;
    const bert = (await outbox.lease(request)).find(({ content }) => content.externalId === 'bert')!;
    await outbox.settle(
      [{ kind: 'response', externalId: 'bert', version: bert.version, outcome: 'confirmed' }],
      now,
    );
    const bytes = () =>
      readdirSync(folder)
        .filter((name) => !name.endsWith('-shm'))
        .map((name) => readFileSync(join(folder, name), 'latin1'))
        .join('');
    expect(bytes()).to.include('a long secret').and.to.include('anna@customer.example');
    await outbox.erase({ emails: ['anna@customer.example'], contactIds: [], externalIds: [] }, now);
    for (const trace of ['a long secret', 'anna@customer.example', 'bert@customer.example']) {
      expect(bytes()).to.not.include(trace);
    }
    await outbox.close();
  });

  it('can be read by its owner alone, and so can its log', async () => {
    const location = join(folder, 'state', 'outbox.sqlite');
    const outbox = await openOutbox(location);
    await outbox.put([answerParcel('a')], now);
    const rights = (name: string) => (statSync(name).mode & 0o777).toString(8);
    expect(rights(join(folder, 'state'))).to.equal('700');
    for (const name of [location, `${location}-wal`]) expect(rights(name)).to.equal('600');
    await outbox.close();
  });
});

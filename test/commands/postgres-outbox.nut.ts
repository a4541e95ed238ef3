import { expect } from 'chai';
import type { SyncStateResult } from '../../src/commands/rapport/report/sync.ts';
import { needsPostgres, postgresAddress, TestSchemas } from '../outbox/postgres.ts';
import { Desk } from './run-command.ts';
import type { ErrorDocument } from './run-command.ts';

describe('an outbox in PostgreSQL, by the command line', () => {
  const schemas = new TestSchemas();
  let desk: Desk;

  before(needsPostgres);
  beforeEach(() => (desk = new Desk()));
  afterEach(() => desk.clear());
  after(() => schemas.drop());

  it('takes a file in, and tells how it stands', async () => {
    const outbox = { RAPPORT_OUTBOX: schemas.address() };
    const line = 'a1,anna@customer.example,9,Good,2026-06-01T08:00:00Z';
    const file = desk.write('wave.csv', `id,email,score,comment,responded_at\n${line}\n`);
    const imported = await desk.run(['import', 'responses', '--file', file, '--survey', 'wave'], outbox);
    expect(imported.text).to.include('new 1, corrected 0, already here 0');
    const { json } = await desk.runJson<{ result: SyncStateResult }>(['report', 'sync'], outbox);
    expect(json.result.counts.response).to.include({ waiting: 1, confirmed: 0 });
  });

  it('that cannot be reached is named, without its password', async () => {
    const { host } = new URL(postgresAddress);
    const address = `postgres://nobody:secret-word@${host}/no_such_database`;
    const { code, json } = await desk.runJson<ErrorDocument>(['report', 'sync', '--outbox', address]);
    expect(code).to.equal(1);
    expect(json.name).to.match(/^Outbox\w+Error$/);
    expect(json.message).to.include('no_such_database');
    expect(JSON.stringify(json)).to.not.include('secret-word');
    expect(json.actions).to.not.be.empty;
  });
});

import { expect } from 'chai';
import { startGardenOrg } from './garden-org.ts';
import type { Answer, ErrorBody, GardenOrg } from './garden-org.ts';

const DATA = '/services/data/v67.0';

interface Updated {
  ids: string[];
  latestDateCovered: string;
}
interface Deleted {
  deletedRecords: { id: string; deletedDate: string }[];
  earliestDateAvailable: string;
  latestDateCovered: string;
}

describe('replication: what was updated and deleted', () => {
  let org: GardenOrg;
  // the clock of the garden org begins at 2026-07-01T09:00Z
  before(async () => {
    org = await startGardenOrg();
  });
  after(async () => await org.close());

  const create = async (name: string): Promise<string> =>
    (await org.connection.sobject('Plot__c').create({ Name: name })).id!;
  async function ask<Body = [ErrorBody]>(
    what: string,
    start: string,
    end: string,
    token?: string,
  ): Promise<Answer<Body>> {
    const query = new URLSearchParams({ start, end }).toString();
    return await org.ask<Body>('GET', `${DATA}/sobjects/Plot__c/${what}/?${query}`, {
      ...(token === undefined ? {} : { token }),
    });
  }

  it('lists what was added or changed within a span of time, and not what was deleted', async () => {
    const early = await create('early');
    org.passMinutes(10);
    const [changed, gone] = [await create('changed'), await create('gone')];
    await org.connection.sobject('Plot__c').destroy(gone);
    org.passMinutes(10);
    const late = await create('late');
    const answer = await ask<Updated>('updated', '2026-07-01T09:05:00Z', '2026-07-01T09:15:30+00:00');
    expect(answer.json).to.deep.equal({ ids: [changed], latestDateCovered: '2026-07-01T09:15:00.000+0000' });
    const all = await ask<Updated>('updated', '2026-07-01T09:00:45Z', '2026-07-01T12:00:00Z');
    expect(all.json.ids).to.deep.equal([early, changed, late]);
    // the minute that is not over yet is not covered: what it has comes again with the next call
    expect(all.json.latestDateCovered).to.equal('2026-07-01T09:20:00.000+0000');
    org.passMinutes(1);
    const next = await ask<Updated>('updated', all.json.latestDateCovered, '2026-07-01T12:00:00Z');
    expect(next.json.ids).to.deep.equal([late]);
  });

  it('lists what was deleted, by jsforce', async () => {
    const id = await create('short');
    await org.connection.sobject('Plot__c').destroy(id);
    org.passMinutes(2);
    const deleted = await org.connection
      .sobject('Plot__c')
      .deleted('2026-07-01T09:20:00Z', '2026-07-01T10:00:00Z');
    expect(deleted.deletedRecords).to.deep.equal([{ id, deletedDate: '2026-07-01T09:21:00.000+0000' }]);
    expect(deleted.latestDateCovered).to.equal('2026-07-01T09:23:00.000+0000');
    expect(deleted.earliestDateAvailable).to.equal('2026-06-16T09:23:00.000+0000');
  });

  it('refuses spans that begin too early, or are shorter than a minute', async () => {
    for (const [start, end] of [
      ['2026-07-01T09:10:00Z', '2026-07-01T09:00:00Z'],
      ['2026-07-01T09:10:00Z', '2026-07-01T09:10:59Z'],
      ['2026-05-31T09:00:00Z', '2026-07-01T09:00:00Z'],
      ['yesterday', '2026-07-01T09:00:00Z'],
      ['', ''],
    ] as const) {
      for (const what of ['updated', 'deleted']) {
        const { status, json } = await ask(what, start, end);
        expect([status, json[0].errorCode], `${what} ${start}`).to.deep.equal([
          400,
          'INVALID_REPLICATION_DATE',
        ]);
      }
    }
    const unknown = await org.ask('GET', `${DATA}/sobjects/Nope__c/updated?start=x&end=y`);
    expect(unknown.status).to.equal(404);
  });

  it('lists deleted records for fifteen days', async () => {
    const id = await create('fortnight');
    await org.connection.sobject('Plot__c').destroy(id);
    org.passMinutes(15 * 24 * 60 - 10);
    org.token = org.issueSession('admin@rapport.example');
    const start = '2026-07-01T09:00:00Z';
    const before = await ask<Deleted>('deleted', start, '2026-07-20T00:00:00Z');
    expect(before.json.deletedRecords.map((record) => record.id)).to.include(id);
    org.passMinutes(20);
    const after = await ask<Deleted>('deleted', start, '2026-07-20T00:00:00Z');
    expect(after.json.deletedRecords).to.deep.equal([]);
  });

  it('does not pretend that its list is complete after records were removed for good', async () => {
    org.connection.accessToken = org.token;
    const id = await create('secret');
    await org.connection.sobject('Plot__c').destroy(id);
    const emptied: unknown = await org.connection.soap.emptyRecycleBin([id]);
    // jsforce answers a list, whatever its types say
    expect((emptied as unknown[])[0]).to.deep.include({ id, success: true });
    const now = org.org.clock().getTime();
    const at = (minutes: number): string => new Date(now + minutes * 60_000).toISOString();
    org.passMinutes(5);
    const refused = await ask('deleted', at(-1), at(5));
    expect(refused.json[0].errorCode).to.equal('INVALID_REPLICATION_DATE');
    const { json } = await ask<Deleted>('deleted', at(0), at(5));
    expect(json).to.deep.include({ deletedRecords: [] });
    expect(Date.parse(json.earliestDateAvailable)).to.equal(now);
  });

  it('hides objects from those who may not read them', async () => {
    const stranger = await org.addUser('stranger@rapport.example');
    expect(
      (await ask('updated', '2026-07-16T00:00:00Z', '2026-07-17T00:00:00Z', stranger.token)).status,
    ).to.equal(404);
  });
});

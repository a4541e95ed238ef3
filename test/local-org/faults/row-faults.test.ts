import { expect } from 'chai';
import { startGardenOrg } from '../http/garden-org.ts';
import type { Answer, GardenOrg } from '../http/garden-org.ts';

const DATA = '/services/data/v67.0';

interface SaveResult {
  id?: string;
  success: boolean;
  errors: { statusCode: string; message: string }[];
}

describe('rows that are locked or seen late', () => {
  let org: GardenOrg;
  let accountId: string;
  let otherId: string;
  let count = 0;

  before(async () => {
    org = await startGardenOrg({ faults: true });
    const accounts = org.connection.sobject('Account');
    accountId = (await accounts.create({ Name: 'Orchard' })).id!;
    otherId = (await accounts.create({ Name: 'Other' })).id!;
  });
  after(async () => await org.close());
  afterEach(() => org.faults.clear());

  /** Upserts so many plots of an account, each with a key of its own. */
  async function upsert(size: number, account = accountId, allOrNone = false): Promise<Answer<SaveResult[]>> {
    const records = Array.from({ length: size }, () => ({
      attributes: { type: 'Plot__c' },
      External_Id__c: `key ${(count += 1)}`,
      Name: 'plot',
      Account__c: account,
    }));
    return await org.ask<SaveResult[]>('PATCH', `${DATA}/composite/sobjects/Plot__c/External_Id__c`, {
      body: { allOrNone, records },
    });
  }
  const codes = ({ json }: Answer<SaveResult[]>): string[] =>
    json.map((result) => result.errors[0]?.statusCode ?? 'saved');
  const found = async (soql: string, token = org.token): Promise<number> =>
    (await org.ask<{ totalSize: number }>('GET', `${DATA}/query?q=${encodeURIComponent(soql)}`, { token }))
      .json.totalSize;

  describe('locks', () => {
    it('refuse rows under their accounts, for so many requests, and no others', async () => {
      org.faults.add({ kind: 'lock', accounts: [accountId.slice(0, 15)], times: 2 });
      expect(codes(await upsert(2))).to.deep.equal(['UNABLE_TO_LOCK_ROW', 'UNABLE_TO_LOCK_ROW']);
      expect(codes(await upsert(1, otherId))).to.deep.equal(['saved']);
      const single = await org.ask('POST', `${DATA}/sobjects/Plot__c`, {
        body: { Name: 'x', Account__c: accountId },
      });
      expect(single.status).to.equal(400);
      expect(single.json[0].message).to.equal(
        `unable to obtain exclusive access to this record or 1 records: ${accountId}`,
      );
      expect(codes(await upsert(1))).to.deep.equal(['saved']);
      expect(org.faults.list()[0]).to.deep.include({ struck: 2, left: 0 });
    });

    it('hold details of details, the account itself, changes and deletions, until cleared', async () => {
      const plot = (await upsert(1)).json[0]!.id!;
      org.faults.add({ kind: 'lock', accounts: [accountId], times: 'always' });
      const harvest = { Plot__c: plot, Kind__c: 'Fruit' };
      const requests: [string, string, unknown?][] = [
        ['POST', 'sobjects/Harvest__c', harvest],
        ['PATCH', `sobjects/Account/${accountId}`, { Phone: '1' }],
        ['PATCH', `sobjects/Plot__c/${plot}`, { Name: 'y' }],
        ['DELETE', `sobjects/Plot__c/${plot}`],
      ];
      for (const [method, path, body] of requests) {
        const answer = await org.ask(method, `${DATA}/${path}`, body === undefined ? {} : { body });
        expect([answer.status, answer.json[0].errorCode], path).to.deep.equal([400, 'UNABLE_TO_LOCK_ROW']);
      }
      org.faults.clear();
      expect((await org.ask('DELETE', `${DATA}/sobjects/Plot__c/${plot}`)).status).to.equal(204);
    });

    it('refuse the whole of an all-or-none call', async () => {
      org.faults.add({ kind: 'lock', rows: 1 });
      expect(codes(await upsert(3, otherId, true))).to.deep.equal([
        'UNABLE_TO_LOCK_ROW',
        'ALL_OR_NONE_OPERATION_ROLLED_BACK',
        'ALL_OR_NONE_OPERATION_ROLLED_BACK',
      ]);
    });

    it('refuse one row, half of them by a seed, or all', async () => {
      org.faults.add({ kind: 'lock', rows: 1 });
      expect(codes(await upsert(3))).to.deep.equal(['UNABLE_TO_LOCK_ROW', 'saved', 'saved']);
      org.faults.clear();
      org.faults.add({ kind: 'lock' });
      expect(new Set(codes(await upsert(50)))).to.deep.equal(new Set(['UNABLE_TO_LOCK_ROW']));
      const draw = async (seed: number): Promise<string[]> => {
        org.faults.clear();
        org.faults.add({ kind: 'lock', share: 0.5, seed });
        return codes(await upsert(200));
      };
      const first = await draw(7);
      expect(first.filter((code) => code === 'saved')).to.have.length.within(70, 130);
      expect(await draw(7)).to.deep.equal(first);
      expect(await draw(8)).not.to.deep.equal(first);
    });

    it('let the first requests pass, and count only those with rows that they hold', async () => {
      org.faults.add({ kind: 'lock', accounts: [accountId], after: 1 });
      await found('SELECT Id FROM Account');
      expect(codes(await upsert(1, otherId))).to.deep.equal(['saved']);
      expect(codes(await upsert(2))).to.deep.equal(['saved', 'saved']);
      expect(codes(await upsert(1))).to.deep.equal(['UNABLE_TO_LOCK_ROW']);
      expect(codes(await upsert(1))).to.deep.equal(['saved']);
    });
  });

  describe('late rows', () => {
    it('have their time at once, but are not seen until theirs has come', async () => {
      const before = await found('SELECT Id FROM Plot__c');
      org.faults.add({ kind: 'late', objects: ['plot__c'], seconds: 90 });
      const [{ id }] = (await upsert(1)).json as [SaveResult];
      const written = org.org.clock().toISOString();
      await upsert(1);
      expect(await found('SELECT Id FROM Plot__c')).to.equal(before + 1);
      expect(
        await found(`SELECT Id FROM Account WHERE Id IN (SELECT Account__c FROM Plot__c WHERE Id = '${id}')`),
      ).to.equal(0);
      const all = await org.connection.query(`SELECT Id FROM Plot__c WHERE Id = '${id}'`, { scanAll: true });
      expect(all.totalSize).to.equal(0);
      org.passMinutes(2);
      const { records } = await org.connection.query(`SELECT SystemModstamp FROM Plot__c WHERE Id = '${id}'`);
      expect(Date.parse(String(records[0]?.['SystemModstamp']))).to.equal(Date.parse(written));
    });

    it('hold back the date that replication covers', async () => {
      org.passMinutes(10);
      const start = org.org.clock();
      org.faults.add({ kind: 'late', objects: ['Plot__c'], seconds: 600 });
      const [{ id }] = (await upsert(1)).json as [SaveResult];
      org.passMinutes(5);
      const updated = async (): Promise<{ ids: string[]; latestDateCovered: string }> =>
        await org.connection.sobject('Plot__c').updated(start, new Date(start.getTime() + 3_600_000));
      const early = await updated();
      expect(early.ids).not.to.include(id);
      expect(Date.parse(early.latestDateCovered)).to.equal(start.getTime());
      org.passMinutes(6);
      const late = await updated();
      expect(late.ids).to.include(id);
      expect(Date.parse(late.latestDateCovered)).to.equal(start.getTime() + 11 * 60_000);
    });

    it('are not seen for so many requests', async () => {
      org.faults.add({ kind: 'late', requests: 2 });
      const [{ id }] = (await upsert(1)).json as [SaveResult];
      const soql = `SELECT Id FROM Plot__c WHERE Id = '${id}'`;
      expect([await found(soql), await found(soql), await found(soql)]).to.deep.equal([0, 0, 1]);
    });

    it('are seen by who wrote them where they are hidden from others only', async () => {
      const gardener = await org.addUser('gardener@rapport.example', { sets: ['Gardener'] });
      org.faults.add({ kind: 'late', requests: 10, hiddenFrom: 'others' });
      const [{ id }] = (await upsert(1)).json as [SaveResult];
      const soql = `SELECT Id FROM Plot__c WHERE Id = '${id}'`;
      expect([await found(soql), await found(soql, gardener.token)]).to.deep.equal([1, 0]);
      org.faults.clear();
      expect(await found(soql, gardener.token)).to.equal(1);
    });

    it('are changed ones too, in GraphQL too, and come by external id all the same', async () => {
      await upsert(1);
      const key = `key ${count}`;
      const again = async (): Promise<Answer> =>
        await org.ask('PATCH', `${DATA}/sobjects/Plot__c/External_Id__c/${key}`, { body: { Size__c: 3 } });
      const seen = async (): Promise<number> => {
        const query = `{ uiapi { query { Plot__c(where: { External_Id__c: { eq: "${key}" } }) { totalCount } } } }`;
        const { json } = await org.ask<{ data: { uiapi: { query: { Plot__c: { totalCount: number } } } } }>(
          'POST',
          `${DATA}/graphql`,
          { body: { query } },
        );
        return json.data.uiapi.query.Plot__c.totalCount;
      };
      expect(await seen()).to.equal(1);
      org.passMinutes(1);
      org.faults.add({ kind: 'late', seconds: 60 });
      expect((await again()).status).to.equal(200);
      expect(await seen()).to.equal(0);
      expect((await again()).status).to.equal(200);
      org.passMinutes(2);
      expect(await seen()).to.equal(1);
    });
  });
});

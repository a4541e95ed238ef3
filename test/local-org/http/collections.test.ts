import { expect } from 'chai';
import { startGardenOrg } from './garden-org.ts';
import type { GardenOrg } from './garden-org.ts';

const COLLECTIONS = '/services/data/v67.0/composite/sobjects';

interface Saved {
  id?: string;
  success: boolean;
  created?: boolean;
  errors: { statusCode: string }[];
}

describe('collections of records over HTTP', () => {
  let org: GardenOrg;

  before(async () => {
    org = await startGardenOrg();
  });
  after(async () => await org.close());

  const plot = (fields: Record<string, unknown>): Record<string, unknown> => ({
    attributes: { type: 'Plot__c' },
    ...fields,
  });
  const countPlots = async (name: string): Promise<number> =>
    (await org.connection.query(`SELECT Id FROM Plot__c WHERE Name = '${name}'`)).totalSize;

  it('creates three records in one call and changes them in another', async () => {
    const plots = org.connection.sobject('Plot__c');
    const created = await plots.create([{ Name: 'one' }, { Name: 'two' }, { Name: 'three' }]);
    expect(created.map((result) => result.success)).to.deep.equal([true, true, true]);
    const updated = await plots.update(created.map((result, index) => ({ Id: result.id!, Size__c: index })));
    expect(updated.every((result) => result.success)).to.equal(true);
    const read = await plots.retrieve(created.map((result) => result.id!));
    expect(read.map((record) => Number(record.Size__c))).to.deep.equal([0, 1, 2]);
    const deleted = await plots.destroy(created.map((result) => result.id!));
    expect(deleted.every((result) => result.success)).to.equal(true);
  });

  it('saves the good records of a call and says what is wrong with the others', async () => {
    const { status, json } = await org.ask<Saved[]>('POST', COLLECTIONS, {
      body: {
        records: [plot({ Name: 'good' }), plot({ Name: 'x'.repeat(81) }), plot({ Name: 'good' })],
      },
    });
    expect(status).to.equal(200);
    expect(json.map((result) => result.success)).to.deep.equal([true, false, true]);
    expect(json[1]?.errors[0]).to.have.keys(['statusCode', 'message', 'fields']);
    expect(await countPlots('good')).to.equal(2);
  });

  it('saves nothing with allOrNone when one record is refused, whatever its type', async () => {
    const { json } = await org.ask<Saved[]>('POST', COLLECTIONS, {
      body: {
        allOrNone: true,
        records: [plot({ Name: 'all' }), { attributes: { type: 'Account' } }, plot({ Name: 'all' })],
      },
    });
    expect(json.map((result) => result.errors[0]?.statusCode)).to.deep.equal([
      'ALL_OR_NONE_OPERATION_ROLLED_BACK',
      'REQUIRED_FIELD_MISSING',
      'ALL_OR_NONE_OPERATION_ROLLED_BACK',
    ]);
    expect(await countPlots('all')).to.equal(0);
  });

  it('upserts by external id and says which records are new', async () => {
    const upsert = async (names: string[]): Promise<Saved[]> => {
      const records = names.map((name) => plot({ Name: name, External_Id__c: name }));
      return (await org.ask<Saved[]>('PATCH', `${COLLECTIONS}/Plot__c/External_Id__c`, { body: { records } }))
        .json;
    };
    expect((await upsert(['u1', 'u2'])).map((result) => result.created)).to.deep.equal([true, true]);
    expect((await upsert(['u2', 'u3'])).map((result) => result.created)).to.deep.equal([false, true]);
    const doubled = await upsert(['u4', 'u4']);
    expect(doubled.map((result) => result.errors[0]?.statusCode)).to.deep.equal([
      'DUPLICATE_VALUE',
      'DUPLICATE_VALUE',
    ]);
    const mixed = await org.ask('PATCH', `${COLLECTIONS}/Plot__c/External_Id__c`, {
      body: { records: [{ attributes: { type: 'Account' }, Name: 'x' }] },
    });
    expect(mixed.status).to.equal(400);
  });

  it('keeps the order of records of several types', async () => {
    const records = [
      plot({ Name: 'm1' }),
      { attributes: { type: 'Account' }, Name: 'm2' },
      plot({ Name: 'm3' }),
    ];
    const { json } = await org.ask<Saved[]>('POST', COLLECTIONS, { body: { records } });
    expect(json.map((result) => result.success)).to.deep.equal([true, true, true]);
    expect(json[1]?.id).to.match(/^001/);
    const deleted = await org.ask<Saved[]>(
      'DELETE',
      `${COLLECTIONS}?ids=${json.map((result) => result.id).join(',')}`,
    );
    expect(deleted.json.map((result) => result.success)).to.deep.equal([true, true, true]);
  });

  it('refuses more than 200 records, and more than ten changes of type', async () => {
    const many = Array.from({ length: 201 }, () => plot({ Name: 'many' }));
    const tooMany = await org.ask('POST', COLLECTIONS, { body: { records: many } });
    expect([tooMany.status, tooMany.json[0].errorCode]).to.deep.equal([400, 'EXCEEDED_ID_LIMIT']);
    const mixed = Array.from({ length: 11 }, (_, index) =>
      index % 2 === 0 ? plot({ Name: 'many' }) : { attributes: { type: 'Account' }, Name: 'many' },
    );
    const tooMixed = await org.ask('POST', COLLECTIONS, { body: { records: mixed } });
    expect([tooMixed.status, tooMixed.json[0].errorCode]).to.deep.equal([400, 'LIMIT_EXCEEDED']);
    expect(await countPlots('many')).to.equal(0);
  });

  it('reads many records by id, with null for those that are not there', async () => {
    const [first] = await org.connection.sobject('Plot__c').create([{ Name: 'read' }]);
    const missing = `${first!.id!.slice(0, 12)}zzz`;
    const byBody = await org.ask<({ Name: string } | null)[]>('POST', `${COLLECTIONS}/Plot__c`, {
      body: { ids: [missing, first!.id], fields: ['Name'] },
    });
    expect(byBody.json[0]).to.equal(null);
    expect(byBody.json[1]?.Name).to.equal('read');
    const byAddress = await org.ask('GET', `${COLLECTIONS}/Plot__c?ids=${first!.id}&fields=Id,Name`);
    expect(byAddress.json[0]).to.deep.include({ Id: first!.id, Name: 'read' });
  });

  it('refuses records without a type or of an unknown one', async () => {
    for (const record of [{ Name: 'x' }, { attributes: { type: 'Nope__c' } }]) {
      const { status, json } = await org.ask('POST', COLLECTIONS, { body: { records: [record] } });
      expect([status, json[0].errorCode]).to.deep.equal([400, 'INVALID_TYPE']);
    }
    const noList = await org.ask('POST', COLLECTIONS, { body: { records: 'x' } });
    expect(noList.json[0].errorCode).to.equal('JSON_PARSER_ERROR');
  });
});

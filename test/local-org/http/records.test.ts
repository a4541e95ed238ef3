import { expect } from 'chai';
import { startGardenOrg } from './garden-org.ts';
import type { GardenOrg } from './garden-org.ts';

const DATA = '/services/data/v67.0';

describe('records over HTTP', () => {
  let org: GardenOrg;
  let accountId: string;

  before(async () => {
    org = await startGardenOrg();
    accountId = (await org.connection.sobject('Account').create({ Name: 'Orchard Ltd' })).id!;
  });
  after(async () => await org.close());

  it('creates, reads, changes and deletes a record', async () => {
    const plots = org.connection.sobject('Plot__c');
    const created = await plots.create({ Name: 'North', Account__c: accountId, Size__c: 12.5 });
    expect(created).to.deep.include({ success: true, errors: [] });
    const read = await plots.retrieve(created.id!);
    expect(read).to.deep.include({ Name: 'North', Size__c: 12.5, Account__c: accountId });
    expect(read.attributes).to.deep.include({ type: 'Plot__c' });
    await plots.update({ Id: created.id!, Size__c: null });
    expect((await plots.retrieve(created.id!, { fields: ['Size__c'] })).Size__c).to.equal(null);
    await plots.destroy(created.id!);
    const gone = await org.ask('GET', `${DATA}/sobjects/Plot__c/${created.id}`);
    expect(gone.status).to.equal(404);
    expect(gone.json[0].errorCode).to.equal('NOT_FOUND');
  });

  it('says where a new record is', async () => {
    const answer = await org.ask<{ id: string }>('POST', `${DATA}/sobjects/Plot__c`, {
      body: { Name: 'East' },
    });
    expect(answer.status).to.equal(201);
    expect(answer.headers.get('location')).to.equal(`${DATA}/sobjects/Plot__c/${answer.json.id}`);
  });

  it('names the field of a record that it refuses', async () => {
    const answer = await org.ask('POST', `${DATA}/sobjects/Harvest__c`, { body: { Kind__c: 'Fruit' } });
    expect(answer.status).to.equal(400);
    expect(answer.json[0]).to.deep.include({ errorCode: 'REQUIRED_FIELD_MISSING', fields: ['Plot__c'] });
    const unknown = await org.ask('POST', `${DATA}/sobjects/Plot__c`, {
      body: { Name: 'x', Colour__c: 'red' },
    });
    expect(unknown.status).to.equal(400);
    expect(unknown.json[0].errorCode).to.equal('INVALID_FIELD');
  });

  it('creates on the first and changes on the second upsert, by external id', async () => {
    const address = `${DATA}/sobjects/Plot__c/External_Id__c/${encodeURIComponent('a/b ?&')}`;
    const first = await org.ask<{ id: string }>('PATCH', address, { body: { Name: 'South' } });
    expect(first.status).to.equal(201);
    expect(first.json).to.deep.include({ success: true, created: true });
    const second = await org.ask('PATCH', address, { body: { Name: 'South side' } });
    expect(second.status).to.equal(200);
    expect(second.json).to.deep.include({ id: first.json.id, created: false });
    const read = await org.ask('GET', address);
    expect(read.json).to.deep.include({ Id: first.json.id, Name: 'South side', External_Id__c: 'a/b ?&' });
    expect((await org.ask('DELETE', address)).status).to.equal(204);
    expect((await org.ask('GET', address)).status).to.equal(404);
    const repeated = await org.ask('PATCH', address, { body: { Name: 'South', External_Id__c: 'a/b ?&' } });
    expect(repeated.json[0].errorCode).to.equal('INVALID_FIELD');
  });

  it('creates nothing by an upsert that is to update only', async () => {
    const address = `${DATA}/sobjects/Plot__c/External_Id__c/only`;
    const missing = await org.ask('PATCH', `${address}?updateOnly=true`, { body: { Name: 'Only' } });
    expect([missing.status, missing.json[0].errorCode]).to.deep.equal([404, 'NOT_FOUND']);
    expect((await org.ask('PATCH', address, { body: { Name: 'Only' } })).status).to.equal(201);
    const found = await org.ask('PATCH', `${address}?updateOnly=true`, { body: { Name: 'Only one' } });
    expect(found.status).to.equal(200);
  });

  it('upserts by jsforce, at the older version that it uses by itself', async () => {
    const connection = org.connection;
    const before = connection.version;
    connection.version = '45.0';
    try {
      const plots = connection.sobject('Plot__c');
      const created = await plots.upsert({ External_Id__c: 'old', Name: 'Old' }, 'External_Id__c');
      expect(created).to.deep.include({ success: true, created: true });
      const updated = await plots.upsert({ External_Id__c: 'old', Name: 'Older' }, 'External_Id__c');
      expect(updated.success).to.equal(true);
    } finally {
      connection.version = before;
    }
  });

  it('answers for objects, fields and ids that are not there as Salesforce does', async () => {
    for (const path of [
      'sobjects/Nope__c',
      'sobjects/Nope__c/describe',
      'nope',
      'sobjects/Plot__c/a/b/c/d',
    ]) {
      const answer = await org.ask('GET', `${DATA}/${path}`);
      expect(answer.status, path).to.equal(404);
      expect(answer.json).to.deep.equal([
        { message: 'The requested resource does not exist', errorCode: 'NOT_FOUND' },
      ]);
    }
    const noField = await org.ask('GET', `${DATA}/sobjects/Plot__c/Size__c/3`);
    expect([noField.status, noField.json[0].errorCode]).to.deep.equal([404, 'NOT_FOUND']);
    const wrongObject = await org.ask('GET', `${DATA}/sobjects/Plot__c/${accountId}`);
    expect(wrongObject.status).to.equal(404);
    const relationship = await org.ask('GET', `${DATA}/sobjects/Account/${accountId}/Plots__r`);
    expect([relationship.status, relationship.json[0].errorCode]).to.deep.equal([
      501,
      'FUNCTIONALITY_NOT_ENABLED',
    ]);
    const noMethod = await org.ask('PUT', `${DATA}/sobjects/Plot__c`, { body: {} });
    expect([noMethod.status, noMethod.json[0].errorCode]).to.deep.equal([405, 'METHOD_NOT_ALLOWED']);
  });

  it('refuses broken JSON and other content', async () => {
    const broken = await org.ask('POST', `${DATA}/sobjects/Plot__c`, { body: '{"Name": ' });
    expect([broken.status, broken.json[0].errorCode]).to.deep.equal([400, 'JSON_PARSER_ERROR']);
    const list = await org.ask('POST', `${DATA}/sobjects/Plot__c`, { body: '[]' });
    expect([list.status, list.json[0].errorCode]).to.deep.equal([400, 'JSON_PARSER_ERROR']);
    const csv = await org.ask('POST', `${DATA}/sobjects/Plot__c`, {
      body: 'Name',
      headers: { 'content-type': 'text/csv' },
    });
    expect([csv.status, csv.json[0].errorCode]).to.deep.equal([415, 'UNSUPPORTED_MEDIA_TYPE']);
  });

  it('shows a user only what she may see and lets her change only what she may change', async () => {
    const plot = await org.connection.sobject('Plot__c').create({ Name: 'West', Rent__c: 90, Size__c: 4 });
    const gardener = await org.addUser('gardener@rapport.example', { sets: ['Gardener'] });
    const read = await org.ask('GET', `${DATA}/sobjects/Plot__c/${plot.id}`, { token: gardener.token });
    expect(read.json).to.include({ Name: 'West', Size__c: 4 });
    expect(read.json).not.to.have.property('Rent__c');
    const changed = await org.ask('PATCH', `${DATA}/sobjects/Plot__c/${plot.id}`, {
      token: gardener.token,
      body: { Name: 'Mine' },
    });
    expect(changed.status).to.equal(403);
    const stranger = await org.addUser('stranger@rapport.example');
    const hidden = await org.ask('GET', `${DATA}/sobjects/Plot__c/${plot.id}`, { token: stranger.token });
    expect([hidden.status, hidden.json[0].errorCode]).to.deep.equal([404, 'NOT_FOUND']);
  });
});

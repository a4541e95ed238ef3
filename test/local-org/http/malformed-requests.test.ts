import { expect } from 'chai';
import { startGardenOrg } from './garden-org.ts';
import type { Answer, GardenOrg } from './garden-org.ts';

const DATA = '/services/data/v67.0';

/** Lists within lists, deeper than any call stack. */
const DEEP = '['.repeat(100_000) + ']'.repeat(100_000);

describe('a malformed request', () => {
  let org: GardenOrg;

  before(async () => {
    org = await startGardenOrg();
  });
  after(async () => await org.close());

  const post = async (path: string, body: unknown): Promise<Answer> =>
    await org.ask('POST', `${DATA}/${path}`, { body });
  const plotsNamed = async (name: string): Promise<number> =>
    (await org.connection.query(`SELECT Id FROM Plot__c WHERE Name = '${name}'`)).totalSize;

  it('with JSON nested without end is refused, wherever the nesting stands', async () => {
    for (const [path, body] of [
      ['sobjects/Plot__c', `{"Id":${DEEP}}`],
      ['sobjects/Plot__c', `{"Name":${DEEP}}`],
      ['composite/sobjects', `{"records":[{"attributes":{"type":"Plot__c"},"Id":${DEEP}}]}`],
      ['composite/tree/Plot__c', `{"records":[{"attributes":{"referenceId":"a"},"Id":${DEEP}}]}`],
      [
        'composite',
        `{"compositeRequest":[{"method":"POST","url":"${DATA}/sobjects/Plot__c","referenceId":"a","body":{"Id":${DEEP}}}]}`,
      ],
    ] as const) {
      const { status, json } = await post(path, body);
      expect([status, json[0].errorCode], path).to.deep.equal([400, 'JSON_PARSER_ERROR']);
    }
  });

  it('with a header that is no text is refused as such', async () => {
    const { status, json } = await post('composite', {
      compositeRequest: [
        { method: 'GET', url: `${DATA}/limits`, referenceId: 'a', httpHeaders: { x: { toString: 1 } } },
      ],
    });
    expect([status, json[0].errorCode]).to.deep.equal([400, 'JSON_PARSER_ERROR']);
  });

  it('in the middle of a batch leaves nothing saved', async () => {
    const batchRequests = [
      { method: 'POST', url: 'v67.0/sobjects/Plot__c', richInput: { Name: 'batched' } },
      { url: 'v67.0/limits' },
    ];
    const { status } = await post('composite/batch', { batchRequests });
    expect(status).to.equal(400);
    expect(await plotsNamed('batched')).to.equal(0);
  });

  it('in the middle of a collection of several types leaves nothing saved', async () => {
    const records = [
      { attributes: { type: 'Plot__c' }, Name: 'mixed' },
      { attributes: { type: 'Account' }, Name: 'mixed', Colour__c: 'red' },
    ];
    const { status, json } = await post('composite/sobjects', { records });
    expect([status, json[0].errorCode]).to.deep.equal([400, 'INVALID_FIELD']);
    expect(await plotsNamed('mixed')).to.equal(0);
  });

  it('with names that every JavaScript object has means nothing special', async () => {
    for (const body of ['{"__proto__":{"Name":"x"}}', '{"constructor":"x"}', '{"toString":null}']) {
      const { status, json } = await post('sobjects/Plot__c', body);
      expect([status, json[0].errorCode], body).to.deep.equal([400, 'INVALID_FIELD']);
    }
    for (const path of ['sobjects/__proto__', 'sobjects/constructor/describe', 'limits/hasOwnProperty']) {
      expect((await org.ask('GET', `${DATA}/${path}`)).status, path).to.equal(404);
    }
    const soap = await org.ask('POST', '/services/Soap/constructor', { body: 'x' });
    expect(soap.text).to.include('The SOAP API at /services/Soap/constructor is not supported');
  });

  it('for a value that an external id cannot have finds nothing', async () => {
    for (const value of ['x'.repeat(5000), "x' OR Name != '", '%00', '%27']) {
      const address = `${DATA}/sobjects/Plot__c/External_Id__c/${encodeURIComponent(value)}`;
      for (const method of ['GET', 'DELETE']) {
        const { status, json } = await org.ask(method, address);
        expect([status, json[0].errorCode], value.slice(0, 20)).to.deep.equal([404, 'NOT_FOUND']);
      }
    }
    for (const method of ['GET', 'DELETE']) {
      const { status, json } = await org.ask(method, `${DATA}/sobjects/Plot__c/Id/nothing`);
      expect([status, json[0].errorCode]).to.deep.equal([404, 'NOT_FOUND']);
    }
  });

  it('with broken percent-encoding leads nowhere', async () => {
    for (const path of [`${DATA}/sobjects/Plot__c/%E0%A4%A`, `${DATA}/%`]) {
      expect((await org.ask('GET', path)).status).to.equal(404);
    }
  });

  it('without a content type, or compressed, is told what is wrong', async () => {
    const untyped = await org.ask('POST', `${DATA}/sobjects/Plot__c`, {
      body: '{}',
      headers: { 'content-type': '' },
    });
    expect([untyped.status, untyped.json[0].errorCode]).to.deep.equal([415, 'UNSUPPORTED_MEDIA_TYPE']);
    const packed = await org.ask('POST', `${DATA}/sobjects/Plot__c`, {
      body: '{"Name":"packed"}',
      headers: { 'content-encoding': 'gzip' },
    });
    expect([packed.status, packed.json[0].errorCode]).to.deep.equal([415, 'UNSUPPORTED_MEDIA_TYPE']);
    expect(await plotsNamed('packed')).to.equal(0);
  });

  it('that names a parent which is not there is a bad request, not a missing address', async () => {
    const { status, json } = await post('sobjects/Plot__c', { Name: 'x', Account__c: '001000000000000AAA' });
    expect([status, json[0].errorCode]).to.deep.equal([400, 'INVALID_CROSS_REFERENCE_KEY']);
  });

  it('that names its record in the address and in the body is refused', async () => {
    const answer = await org.ask('PATCH', `${DATA}/sobjects/Plot__c/External_Id__c/twice`, {
      body: { Id: 'a00000000000000AAA' },
    });
    expect([answer.status, answer.json[0].errorCode]).to.deep.equal([400, 'INVALID_FIELD']);
  });
});

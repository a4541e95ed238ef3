import { expect } from 'chai';
import { startGardenOrg } from './garden-org.ts';
import type { Answer, ErrorBody, GardenOrg } from './garden-org.ts';

const DATA = '/services/data/v67.0';

type Errors = [ErrorBody, ...ErrorBody[]];
type Subanswer<Body> = {
  body: Body;
  httpStatusCode: number;
  httpHeaders: Record<string, string>;
  referenceId: string;
};
interface Composite<Bodies extends unknown[]> {
  compositeResponse: { [Position in keyof Bodies]: Subanswer<Bodies[Position]> };
}
interface Batch {
  hasErrors: boolean;
  results: { statusCode: number; result: Errors }[];
}
interface Tree {
  hasErrors: boolean;
  results: { referenceId: string; id?: string; errors?: { statusCode: string }[] }[];
}

describe('several requests in one', () => {
  let org: GardenOrg;

  before(async () => {
    org = await startGardenOrg();
  });
  after(async () => await org.close());

  const composite = async <Body = Errors>(body: unknown): Promise<Answer<Body>> =>
    await org.ask<Body>('POST', `${DATA}/composite`, { body });
  const countPlots = async (name: string): Promise<number> =>
    (await org.connection.query(`SELECT Id FROM Plot__c WHERE Name = '${name}'`)).totalSize;

  it('uses the answer of one request in the next, and counts as one call', async () => {
    const before = usage(await org.ask('GET', `${DATA}/limits`));
    const { status, json, headers } = await composite<
      Composite<[{ id: string }, unknown, { records: { Plot__r: { Name: string } }[] }, unknown]>
    >({
      compositeRequest: [
        { method: 'POST', url: `${DATA}/sobjects/Plot__c`, referenceId: 'plot', body: { Name: 'chain' } },
        {
          method: 'POST',
          url: `${DATA}/sobjects/Harvest__c`,
          referenceId: 'harvest',
          body: { Plot__c: '@{plot.id}', Kind__c: 'Root', Weight__c: 2 },
        },
        {
          method: 'GET',
          url: `${DATA}/query?q=SELECT+Plot__r.Name+FROM+Harvest__c+WHERE+Plot__c='@{plot.id}'`,
          referenceId: 'found',
        },
        { method: 'GET', url: `${DATA}/sobjects/Plot__c/@{plot.id}?fields=Name`, referenceId: 'read' },
      ],
    });
    expect(status).to.equal(200);
    const answers = json.compositeResponse;
    expect(answers.map((answer) => answer.httpStatusCode)).to.deep.equal([201, 201, 200, 200]);
    expect(answers[0].httpHeaders.Location).to.equal(`${DATA}/sobjects/Plot__c/${answers[0].body.id}`);
    expect(answers[2].body.records[0]?.Plot__r.Name).to.equal('chain');
    expect(answers[3].referenceId).to.equal('read');
    expect(usage({ headers }) - before).to.equal(1);
  });

  it('goes on after a failure, but not with what refers to it', async () => {
    const { json } = await composite<Composite<[unknown, Errors, unknown]>>({
      compositeRequest: [
        { method: 'POST', url: `${DATA}/sobjects/Harvest__c`, referenceId: 'bad', body: {} },
        { method: 'PATCH', url: `${DATA}/sobjects/Harvest__c/@{bad.id}`, referenceId: 'after', body: {} },
        { method: 'POST', url: `${DATA}/sobjects/Plot__c`, referenceId: 'free', body: { Name: 'free' } },
      ],
    });
    const [bad, after, free] = json.compositeResponse;
    expect(bad.httpStatusCode).to.equal(400);
    expect(after.body[0].errorCode).to.equal('PROCESSING_HALTED');
    expect(free.httpStatusCode).to.equal(201);
  });

  it('undoes everything with allOrNone when one request fails', async () => {
    const { json } = await composite<Composite<[Errors, Errors]>>({
      allOrNone: true,
      compositeRequest: [
        { method: 'POST', url: `${DATA}/sobjects/Plot__c`, referenceId: 'good', body: { Name: 'undone' } },
        { method: 'POST', url: `${DATA}/sobjects/Harvest__c`, referenceId: 'bad', body: {} },
      ],
    });
    const [good, bad] = json.compositeResponse;
    expect([good.httpStatusCode, good.body[0].errorCode]).to.deep.equal([400, 'PROCESSING_HALTED']);
    expect(bad.body[0].errorCode).to.equal('REQUIRED_FIELD_MISSING');
    expect(await countPlots('undone')).to.equal(0);
  });

  it('stops at the first failure with allOrNone', async () => {
    const plotRequest = (referenceId: string, name: string): unknown => ({
      method: 'POST',
      url: `${DATA}/sobjects/Plot__c`,
      referenceId,
      body: { Name: name },
    });
    const { json } = await composite<Composite<[Errors, Errors, Errors]>>({
      allOrNone: true,
      compositeRequest: [
        plotRequest('good', 'stopped'),
        plotRequest('bad', 'x'.repeat(81)),
        plotRequest('worse', 'x'.repeat(82)),
      ],
    });
    expect(json.compositeResponse.map((answer) => answer.body[0].errorCode)).to.deep.equal([
      'PROCESSING_HALTED',
      'STRING_TOO_LONG',
      'PROCESSING_HALTED',
    ]);
    expect(await countPlots('stopped')).to.equal(0);
  });

  it('takes a refused record of a collection for a failure with allOrNone', async () => {
    const { json } = await composite<Composite<[Errors, { success: boolean; errors: unknown[] }[], Errors]>>({
      allOrNone: true,
      compositeRequest: [
        { method: 'POST', url: `${DATA}/sobjects/Plot__c`, referenceId: 'one', body: { Name: 'outer' } },
        {
          method: 'POST',
          url: `${DATA}/composite/sobjects`,
          referenceId: 'two',
          body: {
            allOrNone: false,
            records: ['outer', 'x'.repeat(81)].map((name) => ({
              attributes: { type: 'Plot__c' },
              Name: name,
            })),
          },
        },
        { method: 'POST', url: `${DATA}/sobjects/Plot__c`, referenceId: 'three', body: { Name: 'outer' } },
      ],
    });
    const [one, two, three] = json.compositeResponse;
    expect([one.httpStatusCode, three.httpStatusCode]).to.deep.equal([400, 400]);
    expect(two.body.map((result) => result.success)).to.deep.equal([false, false]);
    expect(await countPlots('outer')).to.equal(0);
  });

  it('refuses more than 25 requests, a reference id used twice, and composites within', async () => {
    const one = (referenceId: string, path = 'limits'): unknown => ({
      method: 'GET',
      url: `${DATA}/${path}`,
      referenceId,
    });
    const many = await composite({
      compositeRequest: Array.from({ length: 26 }, (_, index) => one(`r${index}`)),
    });
    expect([many.status, many.json[0].errorCode]).to.deep.equal([400, 'LIMIT_EXCEEDED']);
    expect((await composite({ compositeRequest: [one('a'), one('a')] })).status).to.equal(400);
    expect((await composite({ compositeRequest: [{ method: 'GET' }] })).json[0].errorCode).to.equal(
      'JSON_PARSER_ERROR',
    );
    const within = await composite<Composite<[unknown, unknown]>>({
      compositeRequest: [one('a', 'composite/batch'), one('b')],
    });
    expect(within.json.compositeResponse[0].httpStatusCode).to.equal(400);
    expect(within.json.compositeResponse[1].httpStatusCode).to.equal(200);
  });

  it('runs a batch, and stops it at the first failure when asked to', async () => {
    const batchRequests = [
      { method: 'POST', url: 'v67.0/sobjects/Plot__c', richInput: { Name: 'batch' } },
      { method: 'GET', url: 'v67.0/sobjects/Nope__c' },
      { method: 'GET', url: '/services/data/v67.0/limits' },
    ];
    const all = await org.ask<Batch>('POST', `${DATA}/composite/batch`, { body: { batchRequests } });
    expect(all.json.hasErrors).to.equal(true);
    const statuses = (answer: Answer<Batch>): number[] =>
      answer.json.results.map((result) => result.statusCode);
    expect(statuses(all)).to.deep.equal([201, 404, 200]);
    const halted = await org.ask<Batch>('POST', `${DATA}/composite/batch`, {
      body: { batchRequests, haltOnError: true },
    });
    expect(statuses(halted)).to.deep.equal([201, 404, 400]);
    expect(halted.json.results[2]?.result[0].errorCode).to.equal('BATCH_PROCESSING_HALTED');
  });

  it('creates a tree of records', async () => {
    const { status, json } = await org.ask<Tree>('POST', `${DATA}/composite/tree/Plot__c`, {
      body: { records: [tree('tree', 'Fruit'), tree('tree2', 'Root')] },
    });
    expect(status).to.equal(201);
    expect(json.hasErrors).to.equal(false);
    expect(json.results.map((result) => result.referenceId)).to.have.members([
      'tree',
      'tree-h',
      'tree2',
      'tree2-h',
    ]);
    const found = await org.connection.query(
      "SELECT Plot__r.Name FROM Harvest__c WHERE Plot__r.Name LIKE 'tree%'",
    );
    expect(found.totalSize).to.equal(2);
  });

  it('creates nothing of a tree when one record is refused', async () => {
    const { status, json } = await org.ask<Tree>('POST', `${DATA}/composite/tree/Plot__c`, {
      body: { records: [tree('fallen', 'Stone')] },
    });
    expect(status).to.equal(400);
    expect(json.hasErrors).to.equal(true);
    expect(json.results).to.have.length(1);
    expect(json.results[0]?.referenceId).to.equal('fallen-h');
    expect(json.results[0]?.errors?.[0]?.statusCode).to.equal('INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST');
    expect(await countPlots('fallen')).to.equal(0);
  });

  it('refuses a composite graph with a clear word', async () => {
    const { status, json } = await org.ask('POST', `${DATA}/composite/graph`, { body: { graphs: [] } });
    expect(status).to.equal(501);
    expect(json[0].message).to.match(/not supported by the local org/);
  });
});

function tree(name: string, kind: string): Record<string, unknown> {
  return {
    attributes: { type: 'Plot__c', referenceId: name },
    Name: name,
    Harvests__r: {
      records: [{ attributes: { type: 'Harvest__c', referenceId: `${name}-h` }, Kind__c: kind }],
    },
  };
}

/** Calls so far, from the header of an answer. */
function usage(answer: { headers: Headers }): number {
  return Number(/^api-usage=(\d+)\/\d+$/.exec(answer.headers.get('Sforce-Limit-Info') ?? '')?.[1]);
}

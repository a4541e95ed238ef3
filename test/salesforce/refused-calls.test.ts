import { expect } from 'chai';
import { Connection } from 'jsforce';
import { SalesforceOrg } from '../../src/salesforce/org.ts';
import type { RowOutcome, SObjectRecord } from '../../src/salesforce/org.ts';
import { startScriptedOrg } from './scripted-org.ts';
import type { ScriptedAnswer, ScriptedOrg, ScriptedRequest } from './scripted-org.ts';

interface Row {
  External_Id__c: string;
  Language__c?: string;
}
const rowsOf = ({ body }: ScriptedRequest) => (JSON.parse(body) as { records: Row[] }).records;
const stored = ({ External_Id__c: id }: Row) => ({ success: true, id, errors: [] });
const answersOf = (count: number, hasField: (index: number) => boolean): SObjectRecord[] =>
  Array.from({ length: count }, (_, index) => ({
    External_Id__c: `answer-${index}`,
    ...(hasField(index) ? { Language__c: 'de' } : {}),
  }));
const gone = "No such column 'Language__c' on sobject of type Feedback_Response__c";

describe('a call that the org refuses as a whole for what is in a record', () => {
  let server: ScriptedOrg | undefined;

  const write = async (
    records: SObjectRecord[],
    answer: (request: ScriptedRequest, number: number) => ScriptedAnswer,
  ) => {
    server = await startScriptedOrg(answer);
    const connection = new Connection({ instanceUrl: server.url, accessToken: 'token' });
    const org = new SalesforceOrg(connection, { sleep: async () => undefined });
    const outcomes = await org.upsert('Feedback_Response__c', 'External_Id__c', records);
    return { outcomes, calls: server.requests.length };
  };
  const refuseField = (request: ScriptedRequest): ScriptedAnswer =>
    rowsOf(request).some((row) => row.Language__c !== undefined)
      ? { status: 400, body: [{ errorCode: 'INVALID_FIELD', message: gone }] }
      : { status: 200, body: rowsOf(request).map(stored) };
  const positionsRefused = (outcomes: RowOutcome[]) =>
    outcomes.flatMap(({ success }, index) => (success ? [] : [index]));

  afterEach(async () => server?.close());

  it('costs the one record that holds it: it gets the org’s words with the name of the field, the others are written', async () => {
    const { outcomes, calls } = await write(
      answersOf(200, (index) => index === 137),
      refuseField,
    );
    expect(positionsRefused(outcomes)).to.deep.equal([137]);
    expect(outcomes[137]).to.deep.equal({
      success: false,
      kind: 'refused',
      code: 'INVALID_FIELD',
      message: gone,
    });
    expect(calls).to.be.lessThan(25);
  });

  it('takes four calls when every record is refused alike', async () => {
    const { outcomes, calls } = await write(
      answersOf(200, () => true),
      refuseField,
    );
    expect(positionsRefused(outcomes)).to.have.length(200);
    expect(calls).to.equal(4);
  });

  it('takes at most twice as many calls as there are records, and two, however the refused ones lie', async () => {
    const { outcomes, calls } = await write(
      answersOf(64, (index) => index !== 63 && index % 2 === 0),
      refuseField,
    );
    expect(positionsRefused(outcomes)).to.have.length(32);
    expect(calls).to.be.at.most(130);
  });

  it('is told of each record in its own words: that others are refused too says nothing of the rest', async () => {
    const { outcomes } = await write(
      answersOf(64, (index) => [0, 32, 63].includes(index)),
      (request) => {
        const refused = rowsOf(request).find((row) => row.Language__c !== undefined);
        const message = `not a date: ${refused?.External_Id__c ?? ''}`;
        return refused === undefined
          ? { status: 200, body: rowsOf(request).map(stored) }
          : { status: 400, body: [{ errorCode: 'JSON_PARSER_ERROR', message }] };
      },
    );
    expect(positionsRefused(outcomes)).to.deep.equal([0, 32, 63]);
    expect(outcomes[63]).to.include({ message: 'not a date: answer-63' });
  });

  it('is another matter where it is the user who may not: then nothing is sent any more', async () => {
    const refused = write(
      answersOf(3, () => false),
      () => ({ status: 403, body: [{ errorCode: 'INSUFFICIENT_ACCESS', message: 'no' }] }),
    );
    expect(await refused.catch((error: unknown) => error)).to.include({ code: 'INSUFFICIENT_ACCESS' });
  });

  it('is sent again, that row alone, when a trigger of the org met a lock', async () => {
    const message = 'trigger: UNABLE_TO_LOCK_ROW, unable to obtain exclusive access';
    const errors = [{ statusCode: 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', message, fields: [] }];
    const { outcomes, calls } = await write(
      answersOf(3, () => false),
      (request, number) => ({
        status: 200,
        body: rowsOf(request).map((row, index) =>
          number === 1 && index === 1 ? { success: false, errors } : stored(row),
        ),
      }),
    );
    expect(outcomes.every(({ success }) => success)).to.equal(true);
    expect(calls).to.equal(2);
  });
});

import { hostname } from 'node:os';
import { expect } from 'chai';
import type { Response } from '../../src/feedback/response.ts';
import type { Outbox } from '../../src/outbox/outbox.ts';
import { openSqliteOutbox } from '../../src/outbox/sqlite-outbox.ts';
import { SalesforceFailure } from '../../src/salesforce/failure.ts';
import { signIn } from '../../src/salesforce/login.ts';
import { SalesforceOrg } from '../../src/salesforce/org.ts';
import { syncResponses } from '../../src/sync/sync-responses.ts';
import type { SyncReport } from '../../src/sync/sync-responses.ts';
import { answerParcel } from '../outbox/outbox-contract.ts';
import { startFaultProxy } from '../support/fault-proxy.ts';
import { startTestOrg } from '../support/test-org.ts';
import type { TestOrg } from '../support/test-org.ts';

const start = new Date('2026-06-30T08:00:00Z');
const daysLater = (days: number) => new Date(start.getTime() + days * 86_400_000);

interface Scores {
  Feedback_NPS__c: number | null;
  Feedback_NPS_Lower__c: number | null;
  Feedback_NPS_Upper__c: number | null;
  Feedback_Answers__c: number | null;
}

describe('a sync', () => {
  let now = start;
  let org: TestOrg;
  let outbox: Outbox;
  let accountId: string;

  const clock = () => now;
  const worker = { host: hostname(), processId: process.pid, name: 'test' };
  const sync = async (options: { url?: string; retrySetAside?: boolean } = {}): Promise<SyncReport> => {
    const credentials = { ...org.credentials, loginUrl: options.url ?? org.credentials.loginUrl };
    const connection = await signIn(credentials, clock);
    const patient = { sleep: () => Promise.resolve(), timeoutSeconds: 2 };
    const { retrySetAside } = options;
    return syncResponses({
      outbox,
      org: new SalesforceOrg(connection, patient),
      clock,
      worker,
      retrySetAside,
    });
  };
  const answer = (id: string, changes: Partial<Response> = {}) =>
    outbox.put([answerParcel(id, changes)], now);
  const scoresOf = async (id: string): Promise<Scores | undefined> => {
    const fields = 'Feedback_NPS__c, Feedback_NPS_Lower__c, Feedback_NPS_Upper__c, Feedback_Answers__c';
    return (await org.query<Scores>(`SELECT ${fields} FROM Account WHERE Id = '${id}'`))[0];
  };
  const contacts = async (...names: string[]) => {
    await org.create(
      'Contact',
      ...names.map((name) => ({ LastName: name, Email: `${name}@customer.example`, AccountId: accountId })),
    );
  };

  beforeEach(async () => {
    now = start;
    org = await startTestOrg(clock);
    outbox = openSqliteOutbox(':memory:');
    [accountId = ''] = await org.create('Account', { Name: 'Brückner & Söhne' });
    await org.create(
      'Feedback_Survey__c',
      {
        Name: 'Relationship 2026',
        External_Id__c: 'relationship-2026',
        Type__c: 'Relationship',
        Status__c: 'Open',
      },
      { Name: 'Support 2026', External_Id__c: 'support-2026', Type__c: 'Transactional', Status__c: 'Open' },
    );
  });
  afterEach(async () => {
    await outbox.close();
    await org.close();
  });

  it('brings answers to the account and writes its score as the method has it: 19/8/9 is 27.78, between −0.44 and 51.72', async () => {
    const scores = [...Array<number>(19).fill(9), ...Array<number>(8).fill(7), ...Array<number>(9).fill(3)];
    await contacts(...scores.map((_, index) => `person${index}`));
    await outbox.put(
      scores.map((score, index) => answerParcel(`person${index}`, { score })),
      now,
    );
    const report = await sync();
    expect(report).to.include({ confirmed: 36, setAside: 0, retried: 0, accountsScored: 1 });
    const scored = await scoresOf(accountId);
    expect(scored).to.include({ Feedback_Answers__c: 36 });
    expect(scored?.Feedback_NPS__c).to.be.closeTo(27.7778, 0.001);
    expect(scored?.Feedback_NPS_Lower__c).to.be.closeTo(-0.4415, 0.001);
    expect(scored?.Feedback_NPS_Upper__c).to.be.closeTo(51.7235, 0.001);
    const [stored] = await org.query<Record<string, unknown>>(
      "SELECT Account__c, Category__c, Contact__r.Email, Survey__r.External_Id__c FROM Feedback_Response__c WHERE External_Id__c = 'person30'",
    );
    expect(stored).to.include({ Account__c: accountId, Category__c: 'Detractor' });
  });

  it('sends nothing as a user who may not write answers, or to an org without the package: everything waits as before', async () => {
    await contacts('anna');
    await answer('anna');
    const failureOf = async (username: string) => {
      const client = org.localOrg.registerClient(username);
      const connection = await signIn({ loginUrl: org.localOrg.url, ...client }, clock);
      const request = { outbox, org: new SalesforceOrg(connection), clock, worker };
      return syncResponses(request).catch((error: unknown) => error);
    };
    expect(await failureOf('leader@norvale.example')).to.include({ kind: 'notAllowed' });
    const given = await org.query<{ Id: string }>(
      "SELECT Id FROM PermissionSetAssignment WHERE Assignee.Username = 'rep@norvale.example' AND PermissionSet.Name LIKE 'Feedback%'",
    );
    for (const { Id } of given) await org.remove('PermissionSetAssignment', Id);
    expect(await failureOf('rep@norvale.example')).to.include({ kind: 'notInstalled' });
    expect(await outbox.counts()).to.include({ waiting: 1, setAside: 0 });
    expect((await sync()).confirmed).to.equal(1);
  });

  it('leaves an account with one answer without an interval, and one whose answers are all transactional without a score', async () => {
    await contacts('anna');
    const [other = ''] = await org.create('Account', { Name: 'Only support' });
    await org.create('Contact', { LastName: 'Bert', Email: 'bert@customer.example', AccountId: other });
    await answer('anna', { score: 10 });
    await answer('bert', { survey: 'support-2026', score: 2 });
    await sync();
    expect(await scoresOf(accountId)).to.include({
      Feedback_NPS__c: 100,
      Feedback_NPS_Lower__c: null,
      Feedback_Answers__c: 1,
    });
    expect(await scoresOf(other)).to.include({ Feedback_NPS__c: null, Feedback_Answers__c: 0 });
  });

  it('scores an account by answers alone, beside conversations with a score or with none', async () => {
    await contacts('anna');
    const noted = {
      Account__c: accountId,
      Channel__c: 'Conversation',
      Comment__c: 'Too many project leads.',
      Responded_At__c: now.toISOString(),
    };
    const [survey] = await org.query<{ Id: string }>(
      "SELECT Id FROM Feedback_Survey__c WHERE External_Id__c = 'relationship-2026'",
    );
    await org.create(
      'Feedback_Response__c',
      noted,
      { ...noted, Survey__c: survey?.Id },
      { ...noted, Survey__c: survey?.Id, Score__c: 2, Category__c: 'Detractor' },
    );
    await answer('anna', { score: 10 });
    await sync();
    expect(await scoresOf(accountId)).to.include({ Feedback_NPS__c: 100, Feedback_Answers__c: 1 });
  });

  it('stores an answer that arrives twice once, and a corrected one as corrected', async () => {
    await contacts('anna');
    await answer('anna');
    await sync();
    // what others changed within the minutes before a sync is looked at once more by the next
    now = daysLater(0.1);
    await sync();
    now = daysLater(0.2);
    await answer('anna');
    expect(await sync()).to.include({ confirmed: 0, accountsScored: 0 });
    await answer('anna', { score: 2 });
    expect(await sync()).to.include({ confirmed: 1 });
    const rows = await org.query<{ Score__c: number; Category__c: string }>(
      'SELECT Score__c, Category__c FROM Feedback_Response__c',
    );
    expect(rows.map(({ Score__c, Category__c }) => [Score__c, Category__c])).to.deep.equal([
      [2, 'Detractor'],
    ]);
  });

  it('links an answer to its invitation, which then says that it was answered', async () => {
    await contacts('anna');
    const invitation = { survey: 'relationship-2026', respondent: { email: 'anna@customer.example' } };
    await outbox.put(
      [
        {
          kind: 'invitation',
          origin: 'wave.csv:2',
          content: { externalId: 'i', ...invitation, status: 'Sent', channel: 'Email' },
        },
      ],
      now,
    );
    await answer('anna');
    await sync();
    const [row] = await org.query<{ Invitation__r: { Status__c: string; External_Id__c: string } }>(
      'SELECT Invitation__r.Status__c, Invitation__r.External_Id__c FROM Feedback_Response__c',
    );
    expect(row?.Invitation__r).to.include({ Status__c: 'Answered', External_Id__c: 'i' });
  });

  it('counts who is silent: asked two weeks ago, and not heard; and notices when silence begins', async () => {
    await contacts('anna', 'bert', 'carl');
    const invite = (name: string, sentAt: Date) => ({
      kind: 'invitation' as const,
      origin: 'wave.csv:2',
      content: {
        externalId: `invitation-${name}`,
        survey: 'relationship-2026',
        respondent: { email: `${name}@customer.example` },
        status: 'Sent' as const,
        channel: 'Email' as const,
        sentAt: sentAt.toISOString(),
      },
    });
    await outbox.put(
      [invite('anna', daysLater(-20)), invite('bert', daysLater(-20)), invite('carl', daysLater(-10))],
      now,
    );
    await answer('anna', { score: 7 });
    await sync();
    const counts = async () => {
      const fields =
        'Feedback_Promoters__c, Feedback_Passives__c, Feedback_Detractors__c, Feedback_Silent__c';
      const [row] = await org.query<Record<string, unknown>>(
        `SELECT ${fields} FROM Account WHERE Id = '${accountId}'`,
      );
      return fields.split(', ').map((field) => row?.[field]);
    };
    expect(await counts()).to.deep.equal([0, 1, 0, 1]);
    // with the first sync of July every account gets its snapshot of the month
    now = daysLater(3);
    expect(await sync()).to.include({ accountsScored: 1 });
    expect(await counts()).to.deep.equal([0, 1, 0, 1]);
    now = daysLater(3.5);
    expect(await sync()).to.include({ accountsScored: 0 });
    now = daysLater(5);
    expect(await sync()).to.include({ accountsScored: 1 });
    expect(await counts()).to.deep.equal([0, 1, 0, 2]);
  });

  it('lists in the org what finds no place there, and brings it in when it does', async () => {
    await contacts('twin');
    await org.create('Contact', {
      LastName: 'Other twin',
      Email: 'TWIN@customer.example',
      AccountId: accountId,
    });
    await org.create('Contact', { LastName: 'Free', Email: 'free@customer.example' });
    await answer('stranger', { comment: "it's \"quoted\"; ' OR Name != '" });
    await answer('twin');
    await answer('free');
    await answer('lost', { survey: 'nobody-knows' });
    const report = await sync();
    expect(report).to.include({ confirmed: 0, setAside: 4 });
    expect(report.troubled.map(({ reason: { code } }) => code).sort()).to.deep.equal([
      'Ambiguous Contact',
      'Contact Without Account',
      'Unknown Contact',
      'Unknown Survey',
    ]);
    const listed = () =>
      org.query<{ External_Id__c: string; Reason__c: string; Status__c: string; Comment__c: string | null }>(
        'SELECT External_Id__c, Reason__c, Status__c, Comment__c FROM Feedback_Unmatched__c ORDER BY External_Id__c',
      );
    expect((await listed()).map((row) => [row.External_Id__c, row.Reason__c, row.Status__c])).to.deep.equal([
      ['free', 'Contact Without Account', 'Open'],
      ['lost', 'Unknown Survey', 'Open'],
      ['stranger', 'Unknown Contact', 'Open'],
      ['twin', 'Ambiguous Contact', 'Open'],
    ]);
    await contacts('stranger');
    expect(await sync()).to.include({ confirmed: 0 });
    await org.change('Feedback_Unmatched__c', 'lost', { Status__c: 'Dismissed' });
    const retried = await sync({ retrySetAside: true });
    expect(retried).to.include({ confirmed: 1, setAside: 2 });
    expect(retried.outbox).to.include({ setAside: 2, dismissed: 1 });
    expect((await listed()).find((row) => row.External_Id__c === 'stranger')?.Status__c).to.equal('Resolved');
    expect((await listed()).find((row) => row.External_Id__c === 'lost')?.Status__c).to.equal('Dismissed');
    const responses = await org.query<{ Comment__c: string }>('SELECT Comment__c FROM Feedback_Response__c');
    expect(responses.map((row) => row.Comment__c)).to.deep.equal(["it's \"quoted\"; ' OR Name != '"]);
  });

  it('sets aside what the org refuses, with its words, and brings the rest in', async () => {
    await contacts('anna', 'bert');
    await answer('anna', { respondedAt: daysLater(40).toISOString() });
    await answer('bert');
    const report = await sync();
    expect(report).to.include({ confirmed: 1, setAside: 1 });
    expect(report.troubled[0]).to.deep.include({ externalId: 'anna', origin: 'answers.csv:anna' });
    expect(report.troubled[0]?.reason.code).to.equal('FIELD_CUSTOM_VALIDATION_EXCEPTION');
  });

  it('lowers an account again when its answer leaves the window, though nothing new has come', async () => {
    await contacts('anna', 'bert');
    await answer('anna', { score: 10, respondedAt: daysLater(-300).toISOString() });
    await answer('bert', { score: 2, respondedAt: daysLater(-10).toISOString() });
    await sync();
    expect(await scoresOf(accountId)).to.include({ Feedback_NPS__c: 0, Feedback_Answers__c: 2 });
    // with the first sync of September every account gets its snapshot of the month
    now = daysLater(64);
    expect(await sync()).to.include({ accountsScored: 1 });
    expect(await scoresOf(accountId)).to.include({ Feedback_NPS__c: 0, Feedback_Answers__c: 2 });
    now = daysLater(64.5);
    expect(await sync()).to.include({ accountsScored: 0 });
    now = daysLater(66);
    expect(await sync()).to.include({ accountsScored: 1 });
    expect(await scoresOf(accountId)).to.include({ Feedback_NPS__c: -100, Feedback_Answers__c: 1 });
  });

  it('counts an answer of tomorrow, from a clock that runs ahead, when tomorrow has come', async () => {
    await contacts('anna');
    await answer('anna', { score: 10, respondedAt: daysLater(0.5).toISOString() });
    await sync();
    expect(await scoresOf(accountId)).to.include({ Feedback_NPS__c: null, Feedback_Answers__c: 0 });
    now = daysLater(1);
    await sync();
    expect(await scoresOf(accountId)).to.include({ Feedback_NPS__c: 100, Feedback_Answers__c: 1 });
    expect(await sync()).to.include({ accountsScored: 0 });
  });

  it('keeps everything when the org is down, and brings it in when the org is back', async () => {
    await contacts('anna');
    await answer('anna');
    const proxy = await startFaultProxy(org.localOrg.url, () => 'beforeOrg');
    const failure = await sync({ url: proxy.url }).catch((error: unknown) => error);
    await proxy.close();
    expect(failure).to.be.instanceOf(SalesforceFailure).and.include({ kind: 'unreachable' });
    expect(await outbox.counts()).to.include({ waiting: 1, inFlight: 0, confirmed: 0, setAside: 0 });
    expect(await sync()).to.include({ confirmed: 1 });
  });

  it('signs in again when its session ends in the middle', async () => {
    await contacts('anna');
    await answer('anna');
    const proxy = await startFaultProxy(org.localOrg.url, (number) => {
      // by the second request the session has been idle for longer than a session lives
      if (number === 2) now = new Date(now.getTime() + 3 * 3_600_000);
      return 'none';
    });
    expect(await sync({ url: proxy.url })).to.include({ confirmed: 1 });
    await proxy.close();
  });

  it('loses nothing when its session has ended and cannot be renewed', async () => {
    await contacts('anna');
    await answer('anna');
    const connection = {
      instanceUrl: org.localOrg.url,
      _transport: undefined,
      request: <Answer>() =>
        Promise.reject<Answer>(
          Object.assign(new Error('Session expired or invalid'), { errorCode: 'INVALID_SESSION_ID' }),
        ),
    };
    const failure = await syncResponses({ outbox, org: new SalesforceOrg(connection), clock, worker }).catch(
      (error: unknown) => error,
    );
    expect(failure).to.be.instanceOf(SalesforceFailure).and.include({ kind: 'session' });
    expect(await outbox.counts()).to.include({ waiting: 1, inFlight: 0 });
  });

  it('waits for tomorrow when the API calls of the day are used up', async () => {
    await contacts('anna');
    await answer('anna');
    org.localOrg.setDailyApiLimit(1);
    const report = await sync();
    expect(report.stopped?.code).to.be.oneOf(['REQUEST_LIMIT_EXCEEDED', 'API_BUDGET']);
    expect(report.stopped?.goesOnAt).to.deep.equal(new Date(now.getTime() + 3_600_000));
    expect(report.outbox).to.include({ waiting: 1, setAside: 0 });
    org.localOrg.setDailyApiLimit(100_000);
    expect(await sync()).to.include({ confirmed: 1 });
  });

  it('keeps an account that refuses its numbers marked, names it, and scores the others', async () => {
    const [other = ''] = await org.create('Account', { Name: 'Other' });
    await contacts('anna');
    await org.create('Contact', { LastName: 'Bert', Email: 'bert@customer.example', AccountId: other });
    await answer('anna');
    await answer('bert');
    await org.localOrg.org.deploy(new URL('../support/stubborn-account', import.meta.url).pathname);
    const report = await sync();
    expect(report.accountsRefused.map((refused) => [refused.accountId, refused.code])).to.deep.equal([
      [accountId, 'FIELD_CUSTOM_VALIDATION_EXCEPTION'],
    ]);
    expect(report).to.include({ confirmed: 2, accountsScored: 1 });
    expect(await outbox.summary()).to.include({ touchedAccounts: 1 });
  });

  it('does not bring the answers of one org into another', async () => {
    await sync();
    const another = await startTestOrg(clock);
    const connection = await signIn(another.credentials, clock);
    const failure = await syncResponses({ outbox, org: new SalesforceOrg(connection), clock, worker }).catch(
      (error: unknown) => error,
    );
    await another.close();
    expect(failure).to.include({ name: 'OutboxError', code: 'otherOrg' });
  });
});

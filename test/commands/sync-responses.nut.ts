import { expect } from 'chai';
import { openSqliteOutbox } from '../../src/outbox/sqlite-outbox.ts';
import type { SyncReport } from '../../src/sync/sync-responses.ts';
import { answerParcel } from '../outbox/outbox-contract.ts';
import { integrationUser, startTestOrg } from '../support/test-org.ts';
import type { TestOrg } from '../support/test-org.ts';
import { Desk } from './run-command.ts';
import type { ErrorDocument } from './run-command.ts';

const outboxFile = '.rapport/outbox.sqlite';
const none = { waiting: 0, inFlight: 0, confirmed: 0, setAside: 0, dismissed: 0, erased: 0 };

describe('sf rapport sync responses', () => {
  let desk: Desk;
  let org: TestOrg;

  /** The command, signed in to the org without any login kept on the machine. */
  const command = (...args: string[]) => {
    const token = org.localOrg.issueSession(integrationUser);
    return ['sync', 'responses', '--target-org', token, ...args];
  };
  const orgUrl = () => ({ SF_ORG_INSTANCE_URL: org.localOrg.url });
  const withOutbox = async <Result>(
    work: (outbox: ReturnType<typeof openSqliteOutbox>) => Promise<Result>,
  ) => {
    const outbox = openSqliteOutbox(desk.path(outboxFile));
    try {
      return await work(outbox);
    } finally {
      await outbox.close();
    }
  };
  const put = (...ids: string[]) =>
    withOutbox((outbox) =>
      outbox.put(
        ids.map((id) => answerParcel(id)),
        new Date(),
      ),
    );
  const counts = () => withOutbox((outbox) => outbox.counts());
  const answersInOrg = () =>
    org.query<{ External_Id__c: string }>(
      'SELECT External_Id__c FROM Feedback_Response__c ORDER BY External_Id__c',
    );
  const makeContacts = async (...names: string[]) => {
    const [accountId] = await org.create('Account', { Name: 'Brückner & Söhne' });
    const contacts = names.map((name) => ({
      LastName: name,
      Email: `${name}@customer.example`,
      AccountId: accountId,
    }));
    await org.create('Contact', ...contacts);
  };

  before(async () => {
    org = await startTestOrg(() => new Date());
    await org.create('Feedback_Survey__c', {
      Name: 'Relationship 2026',
      External_Id__c: 'relationship-2026',
      Type__c: 'Relationship',
      Status__c: 'Open',
    });
    await makeContacts('anna', 'bert', 'cleo');
  });
  after(() => org.close());
  beforeEach(() => {
    desk = new Desk();
    desk.makeFolder('.rapport');
  });
  afterEach(() => desk.clear());

  it('brings what waits into the org, lists what was set aside with its reason, and the way on', async () => {
    await put('anna', 'stranger');
    const { code, text } = await desk.run(command(), orgUrl());
    expect(code, text).to.equal(0);
    expect(text).to.include('1 confirmed by the org.');
    expect(text).to.include('Numbers written to 1 accounts.');
    expect(text).to.include('answers.csv:stranger stranger No contact has stranger@customer.example.');
    expect(text).to.include('1 are set aside: they are not lost, and not in the org.');
    expect(text).to.include('sf rapport sync responses --retry-set-aside');
    expect(await answersInOrg()).to.have.length(1);
    expect(await counts()).to.deep.equal({ ...none, confirmed: 1, setAside: 1 });

    await makeContacts('stranger');
    const without = await desk.run(command(), orgUrl());
    expect(without.text).to.include('0 confirmed by the org.').and.include('1 are set aside');
    const again = await desk.run(command('--retry-set-aside'), orgUrl());
    expect(again.text).to.include('1 confirmed by the org.').and.not.include('set aside');
    expect(await counts()).to.include({ confirmed: 2, setAside: 0 });
  });

  it('gives its report as JSON', async () => {
    await put('bert', 'nobody');
    const { code, json } = await desk.runJson<{ status: number; result: SyncReport; warnings: unknown[] }>(
      command(),
      orgUrl(),
    );
    expect(code).to.equal(0);
    expect(json.status).to.equal(0);
    const { apiCalls, accountsScored, ...result } = json.result;
    expect(apiCalls).to.be.greaterThan(2);
    // a new outbox does not know which accounts have changed: all that have a score get theirs anew
    expect(accountsScored).to.be.greaterThan(0);
    expect(result).to.deep.equal({
      confirmed: 1,
      setAside: 1,
      retried: 0,
      accountsRefused: [],
      moreAccountsRefused: 0,
      outbox: { ...none, confirmed: 1, setAside: 1 },
      troubled: [
        {
          kind: 'response',
          externalId: 'nobody',
          origin: 'answers.csv:nobody',
          attempts: 1,
          reason: { code: 'Unknown Contact', detail: 'nobody@customer.example' },
        },
      ],
    });
    expect(json.warnings).to.deep.include({
      message: '1 are set aside: they are not lost, and not in the org.',
      name: 'SetAsideWarning',
      actions: [
        'Correct the causes listed, then run: sf rapport sync responses --retry-set-aside --target-org <alias>',
      ],
    });
  });

  it('with a login that the org does not know says so, and loses nothing', async () => {
    await put('cleo');
    const wrong = ['sync', 'responses', '--target-org', `${org.localOrg.issueSession(integrationUser)}x`];
    const { code, text } = await desk.run(wrong, orgUrl());
    expect(code, text).to.equal(1);
    expect(text).to.include('Error (OrgSessionError): The login to the org has ended (INVALID_SESSION_ID');
    expect(text).to.include('Try this: Log in again with "sf org login"');
    expect(await counts()).to.deep.equal({ ...none, waiting: 1 });
  });

  it('with an org that does not answer says so, in JSON too, and loses nothing', async () => {
    await put('cleo');
    const nowhere = { SF_ORG_INSTANCE_URL: 'http://localhost:9' };
    const { code, json } = await desk.runJson<ErrorDocument>(command(), nowhere);
    expect(code).to.equal(1);
    expect(json.name).to.equal('OrgUnreachableError');
    expect(json.message).to.include('The org does not answer').and.include('still waits in the outbox');
    expect(json.actions[0]).to.include('Check the network');
    expect(await counts()).to.include({ waiting: 1, inFlight: 0 });
  });

  it('as a user without the rights says what to check, and loses nothing', async () => {
    await put('cleo');
    const rep = org.localOrg.issueSession('rep@norvale.example');
    const { code, text } = await desk.run(['sync', 'responses', '--target-org', rep], orgUrl());
    expect(code, text).to.equal(1);
    expect(text).to.include("Error (OrgNotAllowedError): This user may not write customers' answers");
    expect(text).to.match(/Try this: .* permission set Feedback_Integration/);
    expect(await counts()).to.deep.equal({ ...none, waiting: 1 });
  });

  it('does not bring the answers of one org into another', async () => {
    await put('anna');
    await desk.run(command(), orgUrl());
    await put('bert');
    const another = await startTestOrg(() => new Date());
    const token = another.localOrg.issueSession(integrationUser);
    const { code, text } = await desk.run(['sync', 'responses', '--target-org', token], {
      SF_ORG_INSTANCE_URL: another.localOrg.url,
    });
    await another.close();
    expect(code, text).to.equal(1);
    expect(text).to.include('Error (OutboxOtherOrgError)').and.include('Sync to the org it belongs to.');
    expect(await counts()).to.include({ waiting: 1, confirmed: 1 });
  });

  it('asks for an org when none is given, and names one that nobody is logged in to', async () => {
    const without = await desk.run(['sync', 'responses']);
    expect(without.code).to.not.equal(0);
    expect(without.text).to.include('Nothing says which org to work with.').and.include('--target-org');
    const unknown = await desk.run(['sync', 'responses', '--target-org', 'nobody']);
    expect(unknown.code).to.not.equal(0);
    expect(unknown.text).to.include('No authorization information found for nobody');
  });
});

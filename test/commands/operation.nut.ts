import { generateKeyPairSync } from 'node:crypto';
import { expect } from 'chai';
import type { Outbox } from '../../src/outbox/outbox.ts';
import { openSqliteOutbox } from '../../src/outbox/sqlite-outbox.ts';
import type { SyncStateResult } from '../../src/commands/rapport/report/sync.ts';
import type { EraseReport } from '../../src/sync/erase-contact.ts';
import { answerParcel } from '../outbox/outbox-contract.ts';
import { integrationUser, startTestOrg } from '../support/test-org.ts';
import type { TestOrg } from '../support/test-org.ts';
import { Desk, findTwoFreePorts } from './run-command.ts';
import type { ErrorDocument } from './run-command.ts';

const outboxFile = '.rapport/outbox.sqlite';

/** The commands by which a programme is run from day to day. */
describe('running the sync', () => {
  let desk: Desk;
  let org: TestOrg;
  let contactIds: Record<string, string> = {};

  const withOutbox = async <Result>(work: (outbox: Outbox) => Promise<Result>) => {
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
  const token = () => org.localOrg.issueSession(integrationUser);
  const orgUrl = () => ({ SF_ORG_INSTANCE_URL: org.localOrg.url });
  const sync = (...args: string[]) =>
    desk.run(['sync', 'responses', '--target-org', token(), ...args], orgUrl());
  const responses = () =>
    org.query<{ External_Id__c: string; Contact__c: string | null; Comment__c: string | null }>(
      'SELECT External_Id__c, Contact__c, Comment__c FROM Feedback_Response__c ORDER BY External_Id__c',
    );

  before(async () => {
    org = await startTestOrg(() => new Date());
    await org.create('Feedback_Survey__c', {
      Name: 'Relationship 2026',
      External_Id__c: 'relationship-2026',
      Type__c: 'Relationship',
      Status__c: 'Open',
    });
    const [accountId] = await org.create('Account', { Name: 'Brückner & Söhne' });
    const names = ['anna', 'bert', 'cleo', 'dora', 'emil'];
    const contacts = names.map((name) => ({
      LastName: name,
      Email: `${name}@customer.example`,
      AccountId: accountId,
    }));
    const ids = await org.create('Contact', ...contacts);
    contactIds = Object.fromEntries(names.map((name, index) => [name, ids[index] ?? '']));
  });
  after(() => org.close());
  beforeEach(() => {
    desk = new Desk();
    desk.makeFolder('.rapport');
  });
  afterEach(() => desk.clear());

  describe('sf rapport report sync', () => {
    it('of a new outbox says that nothing waits, and that it has not been synced', async () => {
      const { code, text } = await desk.run(['report', 'sync']);
      expect(code, text).to.equal(0);
      expect(text).to.include('Nothing waits.').and.include('This outbox has not been synced yet.');
    });

    it('shows what waits and since when, what was set aside and why, and what the syncs did, without a call to the org', async () => {
      await put('anna', 'stranger');
      await sync();
      await withOutbox((outbox) => outbox.put([answerParcel('bert')], new Date(Date.now() - 3 * 3_600_000)));
      const used = org.localOrg.org.database.prepare('SELECT used FROM _api_usage').get();
      const { code, text } = await desk.run(['report', 'sync']);
      expect(code, text).to.equal(0);
      expect(text).to.match(/Answers 1 0 1 1 0 0 /);
      expect(text).to.match(/The one that waits longest came on .*, 3h 0m ago\./);
      expect(text).to.include('Unknown Contact Set aside 1');
      expect(text).to.include('answers.csv:stranger stranger No contact has stranger@customer.example.');
      expect(text).to.match(/API calls of the org's day: \d+ of 100000, as of /);
      expect(org.localOrg.org.database.prepare('SELECT used FROM _api_usage').get()).to.deep.equal(used);

      const { json } = await desk.runJson<{ result: SyncStateResult }>(['report', 'sync']);
      const { counts, lagSeconds, reasons, troubled, lastRuns } = json.result;
      expect(counts.response).to.include({ waiting: 1, confirmed: 1, setAside: 1 });
      expect(lagSeconds).to.be.within(3 * 3600, 3 * 3600 + 300);
      expect(reasons).to.deep.equal([{ code: 'Unknown Contact', state: 'setAside', count: 1 }]);
      expect(troubled.map(({ externalId }) => externalId)).to.deep.equal(['stranger']);
      expect(lastRuns[0]).to.include({ confirmed: 1, setAside: 1 });
    });
  });

  describe('sf rapport retry responses', () => {
    it('sends back to wait what was set aside: all of it, or what fits', async () => {
      await put('stranger', 'nobody', 'anna');
      await sync();
      const none = await desk.run(['retry', 'responses', '--reason', 'Unknown Survey']);
      expect(none.text).to.include('Nothing that fits is set aside.');
      const one = await desk.run(['retry', 'responses', '--external-id', 'nobody']);
      expect(one.text).to.include('1 wait again. Bring them into your org: sf rapport sync responses');
      const rest = await desk.runJson<{ result: object }>([
        'retry',
        'responses',
        '--reason',
        'Unknown Contact',
      ]);
      expect(rest.json.result).to.deep.equal({ retried: 1 });
      expect(await withOutbox((outbox) => outbox.counts())).to.include({ waiting: 2, setAside: 0 });
    });
  });

  describe('sf rapport erase contact', () => {
    it('asks first, and erases nothing where nobody can be asked', async () => {
      const person = ['--email', 'dora@customer.example', '--target-org', token()];
      const { code, json } = await desk.runJson<ErrorDocument>(['erase', 'contact', ...person], orgUrl());
      expect(code).to.equal(1);
      expect(json).to.include({ name: 'NotSureError', message: 'Nothing was erased.' });
      expect(json.actions.join(' ')).to.include('--no-prompt');
    });

    it('takes the person out of the org and the outbox, keeps the score, and refuses the same answer later', async () => {
      await withOutbox((outbox) =>
        outbox.put([answerParcel('dora', { comment: 'Ask for Dora' }), answerParcel('emil')], new Date()),
      );
      await sync();
      await put('dora.2');
      const erase = ['erase', 'contact', '--contact-id', contactIds['dora'] ?? '', '--no-prompt'];
      const { code, json } = await desk.runJson<{ result: EraseReport }>(
        [...erase, '--target-org', token()],
        orgUrl(),
      );
      expect(code).to.equal(0);
      expect(json.result).to.include({ responses: 1, onTheirWay: 0, inRecycleBin: 0 });
      expect(json.result.left).to.deep.equal([]);
      const found = await responses();
      expect(found.find((row) => row.External_Id__c === 'dora')).to.include({
        Contact__c: null,
        Comment__c: null,
      });
      expect(found.find((row) => row.External_Id__c === 'emil')?.Contact__c).to.equal(contactIds['emil']);

      const line = 'dora,dora@customer.example,9,Ask for Dora,2026-06-01T08:00:00Z';
      const file = desk.write('again.csv', `id,email,score,comment,responded_at\n${line}\n`);
      const again = await desk.run(['import', 'responses', '--file', file, '--survey', 'relationship-2026']);
      expect(again.text).to.include('not taken in 1: their people were erased');
      const text = await desk.run([...erase, '--target-org', token()], orgUrl());
      expect(text.code, text.text).to.equal(0);
      expect(text.text).to.include('Blanked in the org: 0 responses');
    });
  });

  describe('sf rapport sync responses --watch', () => {
    it('brings in what comes while it runs, and ends in order when it is asked to', async () => {
      const watch = ['sync', 'responses', '--watch', '--every', '1', '--target-org', token()];
      const running = desk.start(watch, orgUrl());
      await put('bert');
      await running.says('1 confirmed, 0 set aside');
      await put('cleo', 'emil');
      await running.says('2 confirmed, 0 set aside');
      running.child.kill('SIGTERM');
      const { code, text } = await running.end;
      expect(code, text).to.equal(0);
      const counts = await withOutbox((outbox) => outbox.counts());
      expect(counts).to.include({ waiting: 0, inFlight: 0, confirmed: 3 });
    });
  });

  describe('sf rapport start server', () => {
    const lines = (stdout: string) =>
      stdout
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line) as { event: string; url?: string });

    it('signs in by certificate, syncs, tells how it goes over HTTP and in its log, and stops in order', async () => {
      const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
      const { clientId } = org.localOrg.registerClient(
        integrationUser,
        publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      );
      const key = desk.write('server.key', privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
      await put('anna', 'stranger');
      const port = await findTwoFreePorts();
      const running = desk.start([
        ...['start', 'server', '--port', String(port), '--every', '1', '--instance-url', org.localOrg.url],
        ...['--client-id', clientId, '--username', integrationUser, '--jwt-key-file', key],
      ]);
      await running.says('"event":"round"');
      const get = async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).text();
      expect(await get('/ready')).to.equal('{"status":"ready"}');
      expect(await get('/metrics'))
        .to.include('rapport_sync_confirmed_total 1\n')
        .and.include('rapport_outbox_parcels{kind="response",state="setAside"} 1\n');
      running.child.kill('SIGTERM');
      const { code, stdout, text } = await running.end;
      expect(code, text).to.equal(0);
      expect(lines(stdout).map(({ event }) => event)).to.include.members(['started', 'round', 'stopped']);
      expect(stdout).to.not.match(/customer\.example|PRIVATE|00D[^"]*!/);
    });

    it('signs in by client credentials, whose secret comes by the environment', async () => {
      const port = String(await findTwoFreePorts());
      const { clientId, clientSecret } = org.localOrg.registerClient(integrationUser);
      const login = ['--instance-url', org.localOrg.url, '--client-id', clientId];
      const without = await desk.run(['start', 'server', '--port', port, ...login]);
      expect(without.code).to.equal(1);
      expect(without.text).to.include('The environment variable RAPPORT_CLIENT_SECRET is empty');
      const running = desk.start(['start', 'server', '--port', port, ...login], {
        RAPPORT_CLIENT_SECRET: clientSecret,
      });
      await running.says('"event":"started"');
      running.child.kill('SIGINT');
      expect((await running.end).code).to.equal(0);
    });

    it('ends with what is to be done when the org does not let it in', async () => {
      const port = String(await findTwoFreePorts());
      const { clientId } = org.localOrg.registerClient(integrationUser);
      const login = ['--instance-url', org.localOrg.url, '--client-id', clientId];
      const { code, text } = await desk.run(['start', 'server', '--port', port, ...login], {
        RAPPORT_CLIENT_SECRET: 'wrong',
      });
      expect(code, text).to.equal(1);
      expect(text).to.include('Error (OrgSessionError)').and.not.include('wrong');
    });

    it('sends no secret to an address that is not https', async () => {
      const login = ['--instance-url', 'http://acme.my.salesforce.com', '--client-id', 'x'];
      const { code, text } = await desk.run(['start', 'server', ...login], {
        RAPPORT_CLIENT_SECRET: 'secret',
      });
      expect(code).to.equal(1);
      expect(text).to.include('http://acme.my.salesforce.com is not an https address');
    });

    it('names the org that is missing', async () => {
      const { code, text } = await desk.run(['start', 'server']);
      expect(code).to.equal(1);
      expect(text).to.include('Nothing says which org to work with.');
    });
  });
});

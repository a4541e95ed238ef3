import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { openSqliteOutbox } from '../../src/outbox/sqlite-outbox.ts';
import { signIn } from '../../src/salesforce/login.ts';
import { SalesforceOrg } from '../../src/salesforce/org.ts';
import { scoreAccount } from '../../src/scoring/account-score.ts';
import { syncResponses } from '../../src/sync/sync-responses.ts';
import { answerParcel } from '../outbox/outbox-contract.ts';
import { startFaultProxy } from '../support/fault-proxy.ts';
import type { Fault } from '../support/fault-proxy.ts';
import { startTestOrg } from '../support/test-org.ts';
import type { TestOrg } from '../support/test-org.ts';

const people = Array.from({ length: 240 }, (_, index) => ({
  email: `p${index}@customer.example`,
  account: index % 7,
}));
const script = fileURLToPath(new URL('../support/run-sync.ts', import.meta.url));

interface StoredAnswer {
  External_Id__c: string;
  Account__c: string;
  Contact__c: string;
  Score__c: number;
  Responded_At__c: string;
}

describe('a sync that is killed', () => {
  let org: TestOrg;
  let folder: string;
  let outboxPath: string;
  let accountIds: string[];

  /** A sync in a process of its own; where `kill` is said, the process is killed at the moment of the fault. */
  const runSync = async (decide: (number: number) => Fault, kill = false) => {
    let strike = (): void => undefined;
    const proxy = await startFaultProxy(org.localOrg.url, decide, () => strike());
    const { clientId, clientSecret } = org.credentials;
    const child = spawn(process.execPath, [script, outboxPath, proxy.url, clientId, clientSecret]);
    if (kill) strike = () => child.kill('SIGKILL');
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
    await proxy.close();
    return { code, signal, output, requests: proxy.count() };
  };

  /** The sync that is started again, in this process. */
  const goOn = async () => {
    const clock = () => new Date();
    const outbox = openSqliteOutbox(outboxPath);
    const worker = { host: hostname(), processId: process.pid, name: 'restarted' };
    const connection = await signIn(org.credentials, clock);
    await syncResponses({ outbox, org: new SalesforceOrg(connection), clock, worker });
    await outbox.close();
  };

  before(async () => {
    org = await startTestOrg(() => new Date());
    accountIds = await org.create(
      'Account',
      ...Array.from({ length: 7 }, (_, index) => ({ Name: `Account ${index}` })),
    );
    await org.create('Feedback_Survey__c', {
      Name: 'Relationship 2026',
      External_Id__c: 'relationship-2026',
      Type__c: 'Relationship',
      Status__c: 'Open',
    });
    for (let start = 0; start < people.length; start += 200) {
      await org.create(
        'Contact',
        ...people.slice(start, start + 200).map(({ email, account }) => ({
          LastName: email,
          Email: email,
          AccountId: accountIds[account],
        })),
      );
    }
  });
  after(() => org.close());

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'rapport-killed-'));
    outboxPath = join(folder, 'outbox.sqlite');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  let rounds = 0;
  const fillOutbox = async (round: string) => {
    rounds += 1;
    const outbox = openSqliteOutbox(outboxPath);
    const parcels = people.map(({ email }, index) =>
      answerParcel(`${round}-${index}`, {
        respondent: { email },
        // other scores each time, so that numbers left unwritten show
        score: (index * index + rounds * 4) % 11,
        respondedAt: new Date(Date.now() - (index + 1) * 3_600_000).toISOString(),
      }),
    );
    await outbox.put(parcels, new Date());
    await outbox.close();
  };

  /** Every answer once, and the accounts' numbers as a computation from the org's own answers has them. */
  const expectAllIsThere = async (round: string) => {
    const stored = await org.query<StoredAnswer>(
      `SELECT External_Id__c, Account__c, Contact__c, Score__c, Responded_At__c FROM Feedback_Response__c
       WHERE External_Id__c LIKE '${round}-%'`,
    );
    expect(new Set(stored.map((row) => row.External_Id__c)).size).to.equal(people.length);
    expect(stored).to.have.length(people.length);
    const all = await org.query<StoredAnswer>(
      'SELECT External_Id__c, Account__c, Contact__c, Score__c, Responded_At__c FROM Feedback_Response__c',
    );
    const accounts = await org.query<{ Id: string; Feedback_NPS__c: number; Feedback_Answers__c: number }>(
      'SELECT Id, Feedback_NPS__c, Feedback_Answers__c FROM Account',
    );
    for (const account of accounts) {
      const answers = all
        .filter((row) => row.Account__c === account.Id)
        .map((row) => ({
          id: row.External_Id__c,
          contactId: row.Contact__c,
          score: row.Score__c,
          respondedAt: new Date(row.Responded_At__c),
        }));
      const expected = scoreAccount(answers, new Date());
      expect(account.Feedback_Answers__c).to.equal(expected.answers);
      expect(account.Feedback_NPS__c).to.be.closeTo(expected.score ?? NaN, 0.005);
    }
  };

  it('by kill -9 at every third of its requests, before or after the org has done it, leaves every answer in the org exactly once after a restart', async () => {
    await fillOutbox('whole');
    const undisturbed = await runSync(() => 'none');
    expect(undisturbed.code, undisturbed.output).to.equal(0);
    expect(undisturbed.requests).to.be.greaterThan(8);
    await expectAllIsThere('whole');
    // the seeded runs kill at all of them
    const last = undisturbed.requests;
    const kills: { number: number; fault: Fault }[] = [{ number: last, fault: 'beforeOrg' }];
    for (let number = 2; number <= last; number += 3) {
      kills.push({ number, fault: number === last || number % 2 === 0 ? 'afterOrg' : 'beforeOrg' });
    }
    for (const { number, fault } of kills) {
      const round = `killed-${number}-${fault}`;
      outboxPath = join(folder, `${round}.sqlite`);
      await fillOutbox(round);
      const killed = await runSync((at) => (at === number ? fault : 'none'), true);
      expect(killed.signal, killed.output).to.equal('SIGKILL');
      await goOn();
      await expectAllIsThere(round);
    }
    // a process for each request
  }).timeout(300_000);

  for (const fault of ['beforeOrg', 'withinAnswer', 'afterOrg'] as const) {
    it(`goes on by itself when every third request is cut (${fault}), and doubles nothing`, async () => {
      await fillOutbox(`cut-${fault}`);
      const cut = await runSync((number) => (number % 3 === 0 ? fault : 'none'));
      expect(cut.code, cut.output).to.equal(0);
      await expectAllIsThere(`cut-${fault}`);
    });
  }
});

import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { openPostgresOutbox } from '../../src/outbox/postgres-outbox.ts';
import type { Outbox } from '../../src/outbox/outbox.ts';
import { scoreAccount } from '../../src/scoring/account-score.ts';
import { answerParcel } from '../outbox/outbox-contract.ts';
import { needsPostgres, TestSchemas } from '../outbox/postgres.ts';
import { AccountWatch, openWatchedDoor } from '../support/account-watch.ts';
import type { WatchedDoor } from '../support/account-watch.ts';
import { startTestOrg } from '../support/test-org.ts';
import type { TestOrg } from '../support/test-org.ts';

const script = fileURLToPath(new URL('../support/run-worker.ts', import.meta.url));
const accounts = 40;
const peopleOfAccount = 5;
const answers = 1500;
/** Sizes of puts, in turn: what fits into calls, and what goes by bulk jobs. */
const puts = [20, 15, 160];

interface StoredAnswer {
  External_Id__c: string;
  Account__c: string;
  Contact__c: string;
  Score__c: number;
  Responded_At__c: string;
  Is_Current__c: boolean;
}

interface Worker {
  name: string;
  child: ChildProcess;
  door: WatchedDoor;
  ended: Promise<{ signal: string | null; output: string }>;
}

describe('three workers that share a PostgreSQL outbox and an org', () => {
  const schemas = new TestSchemas();
  const workers: Worker[] = [];
  let org: TestOrg;
  let outbox: Outbox;
  let address: string;
  let watch: AccountWatch;

  before(needsPostgres);
  before(async () => {
    // rows of one account in batches of two jobs fail, as on the platform
    org = await startTestOrg(() => new Date(), { bulkLockModel: true });
    await org.create('Feedback_Survey__c', {
      Name: 'Relationship 2026',
      External_Id__c: 'relationship-2026',
      Type__c: 'Relationship',
      Status__c: 'Open',
    });
    const names = Array.from({ length: accounts }, (_, index) => ({ Name: `Account ${index}` }));
    const ids = await org.create('Account', ...names);
    const people = Array.from({ length: accounts * peopleOfAccount }, (_, index) => ({
      LastName: `p${index}`,
      Email: `p${index}@customer.example`,
      AccountId: ids[index % accounts],
    }));
    await org.create('Contact', ...people);
    address = schemas.address();
    outbox = await openPostgresOutbox(address);
    watch = new AccountWatch();
  });
  after(async () => {
    for (const { child, door } of workers) {
      child.kill('SIGKILL');
      await door.close();
    }
    await outbox?.close();
    await org?.close();
    await schemas.drop();
  });

  const startWorker = async (name: string) => {
    const door = await openWatchedDoor(org.localOrg.url, name, watch);
    const { clientId, clientSecret } = org.credentials;
    const child = spawn(process.execPath, [script, address, door.url, clientId, clientSecret]);
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const ended = once(child, 'close').then(([, signal]) => ({ signal: signal as string | null, output }));
    workers.push({ name, child, door, ended });
  };
  const put = async (from: number, count: number) => {
    const parcels = Array.from({ length: count }, (_, place) => {
      const index = from + place;
      return answerParcel(`a${index}`, {
        respondent: { email: `p${(index * 7) % (accounts * peopleOfAccount)}@customer.example` },
        score: (index * index + 3) % 11,
        // later ones are mostly newer, so that numbers written from older answers show
        respondedAt: new Date(Date.now() - (answers - index + (index % 13)) * 60_000).toISOString(),
      });
    });
    await outbox.put(parcels, new Date());
  };
  const until = async (isSo: () => Promise<boolean> | boolean) => {
    while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 50));
  };

  it('bring each answer in once, one account never in two hands, and right numbers, though one is killed', async () => {
    await Promise.all(['anna', 'bert', 'carl'].map(startWorker));
    const allIsIn = async (except: number) => {
      const { counts, touchedAccounts } = await outbox.summary();
      const { waiting, inFlight } = counts.response;
      return waiting + inFlight <= except && (except > 0 || touchedAccounts === 0);
    };
    let given = 0;
    let killed = false;
    for (let turn = 0; given < answers; turn += 1) {
      const count = Math.min(puts[turn % puts.length]!, answers - given);
      await put(given, count);
      given += count;
      if (given >= answers / 2 && !killed) {
        const victim = workers[1]!;
        const before = watch.writesOf(victim.name);
        await until(async () => watch.writesOf(victim.name) > before || (await allIsIn(0)));
        victim.child.kill('SIGKILL');
        expect((await victim.ended).signal).to.equal('SIGKILL');
        watch.forget(victim.name);
        killed = true;
      }
      await until(() => allIsIn(30));
    }
    await until(() => allIsIn(0));
    const left = workers.filter(({ name }) => name !== 'bert');
    for (const { child } of left) child.kill('SIGTERM');
    for (const { ended } of left) {
      const { output } = await ended;
      const did = JSON.parse(output) as { confirmed: number };
      expect(did, output).to.deep.include({ retried: 0, setAside: 0, failures: [] });
      expect(did.confirmed).to.be.greaterThan(0);
    }
    expect(watch.clashes).to.deep.equal([]);
    expect(watch.writes('call')).to.be.greaterThan(5);
    expect(watch.writes('job')).to.be.greaterThan(5);

    const stored = await org.query<StoredAnswer>(
      'SELECT External_Id__c, Account__c, Contact__c, Score__c, Responded_At__c, Is_Current__c FROM Feedback_Response__c',
    );
    expect(stored).to.have.length(answers);
    expect(new Set(stored.map((row) => row.External_Id__c)).size).to.equal(answers);
    const byAccount = Map.groupBy(stored, (row) => row.Account__c);
    const scored = await org.query<{ Id: string; Feedback_NPS__c: number; Feedback_Answers__c: number }>(
      'SELECT Id, Feedback_NPS__c, Feedback_Answers__c FROM Account WHERE Feedback_Scored_At__c != null',
    );
    expect(scored).to.have.length(accounts);
    for (const account of scored) {
      const rows = byAccount.get(account.Id) ?? [];
      const given = rows.map((row) => ({
        id: row.External_Id__c,
        contactId: row.Contact__c,
        score: row.Score__c,
        respondedAt: new Date(row.Responded_At__c),
      }));
      const expected = scoreAccount(given, new Date());
      expect(account.Feedback_Answers__c).to.equal(expected.answers);
      expect(account.Feedback_NPS__c).to.be.closeTo(expected.score ?? NaN, 0.005);
      expect(rows.filter((row) => row.Is_Current__c)).to.have.length(expected.answers);
    }
  }).timeout(180_000);
});

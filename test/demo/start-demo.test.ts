import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { OrgClient } from '../../src/demo/org-client.ts';
import { startDemo } from '../../src/demo/start-demo.ts';
import type { Demo, DemoOptions, DemoStep } from '../../src/demo/start-demo.ts';
import { openSqliteOutbox } from '../../src/outbox/sqlite-outbox.ts';
import { answerParcel } from '../outbox/outbox-contract.ts';
import { projectRoot } from '../support/test-org.ts';

// by the clock of this machine, as the demo counts its days
const today = new Date(2027, 2, 1, 9);
const daysLater = (days: number) => new Date(today.getTime() + days * 86_400_000);

/** What there is in the org of a demo, as its administrator sees it. */
async function contentOf(demo: Demo) {
  const org = new OrgClient(demo.orgUrl, demo.accessTokenFor('admin@norvale.example'));
  const rows = (soql: string) => org.query<Record<string, unknown>>(soql);
  return {
    organization: (await rows('SELECT Id FROM Organization')).map((row) => row['Id']),
    users: (await rows('SELECT Username FROM User ORDER BY Username')).map((row) => row['Username']),
    accounts: (
      await rows('SELECT Id, Name, Feedback_NPS__c, Feedback_Answers__c FROM Account ORDER BY Name')
    ).map((row) => [row['Id'], row['Name'], row['Feedback_NPS__c'], row['Feedback_Answers__c']]),
    actions: (
      await rows(
        'SELECT Name, Due_On__c, Status__c, Assignee__r.Username FROM Feedback_Action__c ORDER BY Name',
      )
    ).map((row) => ({
      subject: row['Name'],
      dueOn: row['Due_On__c'],
      status: row['Status__c'],
      assignee: (row['Assignee__r'] as { Username: string } | null)?.Username,
    })),
    deals: (await rows('SELECT Name, CloseDate FROM Opportunity ORDER BY Name, CloseDate')).map((row) => [
      row['Name'],
      row['CloseDate'],
    ]),
    answers: (await rows('SELECT Id, External_Id__c FROM Feedback_Response__c ORDER BY External_Id__c')).map(
      (row) => [row['Id'], row['External_Id__c']],
    ),
  };
}
type Content = Awaited<ReturnType<typeof contentOf>>;

/** The content without what every org has of its own. */
const withoutIds = ({ users, accounts, deals, answers }: Content) => ({
  users,
  deals,
  accounts: accounts.map((account) => account.slice(1)),
  answers: answers.map(([, externalId]) => externalId),
});

describe('a demo', () => {
  let folder: string;
  let directory: string;

  const start = async (options: Partial<DemoOptions> & { now?: Date } = {}): Promise<Demo> => {
    const { now = today, ...others } = options;
    return startDemo({ directory, projectRoot, port: 0, reset: false, clock: () => now, ...others });
  };
  /** Starts it, does something, and stops it whatever happens. */
  const during = async <Result>(starting: Promise<Demo>, work: (demo: Demo) => Promise<Result>) => {
    const demo = await starting;
    try {
      return await work(demo);
    } finally {
      await demo.close();
    }
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rapport-demo-'));
    directory = join(folder, 'state');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is the same org at its second start, weeks later: nothing is taken in or moved again', async () => {
    const steps: DemoStep[] = [];
    const first = await during(start({ onStep: (step) => void steps.push(step) }), async (demo) => {
      expect(demo.sync.confirmed).to.be.greaterThan(100);
      expect((await fetch(demo.pageUrl)).status).to.equal(200);
      return contentOf(demo);
    });
    expect(steps).to.deep.equal(['org', 'company', 'answers', 'sync', 'page']);
    expect(first.accounts.filter(([, , score]) => score !== null)).to.not.be.empty;

    steps.length = 0;
    const second = await during(
      start({ now: daysLater(20), onStep: (step) => void steps.push(step) }),
      async (demo) => {
        for (const { stored, refused } of demo.imports) {
          expect([stored.new, stored.updated]).to.deep.equal([0, 0]);
          expect(stored.unchanged + refused).to.be.greaterThan(0);
        }
        expect(demo.sync.confirmed).to.equal(0);
        return contentOf(demo);
      },
    );
    expect(steps).to.deep.equal(['org', 'answers', 'sync', 'page']);
    expect({ ...second, accounts: [] }).to.deep.equal({ ...first, accounts: [] });
    expect(second.accounts.map(([id, name]) => [id, name])).to.deep.equal(
      first.accounts.map(([id, name]) => [id, name]),
    );
  });

  it('is another org after a reset, as fresh as on its first day', async () => {
    const first = await during(start(), contentOf);
    const later = await during(start({ now: daysLater(400), reset: true }), contentOf);
    expect(later.organization).to.not.deep.equal(first.organization);
    expect(later.accounts.map((account) => account.slice(1))).to.deep.equal(
      first.accounts.map((account) => account.slice(1)),
    );
    const [closes, closesLater] = [first, later].map(({ deals }) => String(deals[0]?.[1]));
    const days = (Date.parse(closesLater ?? '') - Date.parse(closes ?? '')) / 86_400_000;
    expect(days).to.equal(400);
  });

  for (const calls of [50, 400]) {
    it(`that was interrupted while its company was loaded begins anew (after ${calls} looks at the clock)`, async () => {
      const whole = await during(start(), contentOf);
      rmSync(directory, { recursive: true });

      let left = Number.POSITIVE_INFINITY;
      const interrupted = start({
        clock: () => {
          left -= 1;
          if (left < 0) throw new Error('the power fails');
          return today;
        },
        onStep: (step) => {
          if (step === 'company') left = calls;
        },
      });
      const failure = await interrupted.then(
        (demo) => demo.close(),
        (error: unknown) => error,
      );
      expect(failure).to.be.instanceOf(Error);
      expect(existsSync(join(directory, 'org', 'org.sqlite'))).to.equal(true);
      expect(existsSync(join(directory, 'demo.json'))).to.equal(false);

      const again = await during(start(), contentOf);
      expect(withoutIds(again)).to.deep.equal(withoutIds(whole));
    });
  }

  it('that was interrupted while its answers were synced goes on where it was', async () => {
    const whole = await during(start(), contentOf);
    rmSync(directory, { recursive: true });
    const failure = await start({
      onStep: (step) => {
        if (step === 'sync') throw new Error('the power fails');
      },
    }).catch((error: unknown) => error);
    expect(failure).to.include({ message: 'the power fails' });
    const steps: DemoStep[] = [];
    const again = await during(start({ onStep: (step) => void steps.push(step) }), contentOf);
    expect(steps).to.not.include('company');
    expect(withoutIds(again)).to.deep.equal(withoutIds(whole));
  });

  it('goes on syncing: what is put into its outbox, and what people change in the org, shows in the numbers by itself', async () => {
    await during(start({ syncEverySeconds: 0.1, clock: () => new Date() }), async (demo) => {
      const org = new OrgClient(demo.orgUrl, demo.accessTokenFor('admin@norvale.example'));
      const people = await org.query<{ Email: string; AccountId: string }>(
        'SELECT Email, AccountId FROM Contact WHERE Feedback_Last_Answer__c = null AND Account.Feedback_Answers__c > 0',
      );
      const byEmail = Map.groupBy(people, ({ Email }) => Email);
      const person = people.find(({ Email }) => byEmail.get(Email)?.length === 1);
      const answersOf = async () => {
        const [account] = await org.query<{ Feedback_Answers__c: number | null }>(
          `SELECT Feedback_Answers__c FROM Account WHERE Id = '${person!.AccountId}'`,
        );
        return account?.Feedback_Answers__c ?? 0;
      };
      const before = await answersOf();
      const until = async (count: number) => {
        while ((await answersOf()) !== count) await new Promise((resolve) => setTimeout(resolve, 50));
      };
      const [survey] = await org.query<{ External_Id__c: string }>(
        "SELECT External_Id__c FROM Feedback_Survey__c WHERE Type__c = 'Relationship' LIMIT 1",
      );
      const another = openSqliteOutbox(join(directory, 'outbox.sqlite'));
      const respondent = { email: person!.Email };
      const respondedAt = new Date(Date.now() - 60_000).toISOString();
      const changes = { respondent, respondedAt, survey: survey!.External_Id__c };
      await another.put([answerParcel('from elsewhere', changes)], new Date());
      await another.close();
      await until(before + 1);
      const [response] = await org.query<{ Id: string }>(
        "SELECT Id FROM Feedback_Response__c WHERE External_Id__c = 'from elsewhere'",
      );
      await fetch(`${demo.orgUrl}/services/data/v67.0/sobjects/Feedback_Response__c/${response!.Id}`, {
        method: 'PATCH',
        headers: {
          authorization: `Bearer ${demo.accessTokenFor('admin@norvale.example')}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify({ Is_Verified__c: false }),
      });
      await until(before);
    });
  });

  it('tells once why its syncs fail, and goes on with them', async () => {
    const failures: string[] = [];
    const onSyncFailure = ({ code }: { code: string }) => void failures.push(code);
    const options = { syncEverySeconds: 0.05, clock: () => new Date(), onSyncFailure };
    await during(start(options), async (demo) => {
      const org = new OrgClient(demo.orgUrl, demo.accessTokenFor('admin@rapport.example'));
      const [given] = await org.query<{ Id: string; AssigneeId: string; PermissionSetId: string }>(
        "SELECT Id, AssigneeId, PermissionSetId FROM PermissionSetAssignment WHERE PermissionSet.Name = 'Feedback_Integration'",
      );
      await fetch(`${demo.orgUrl}/services/data/v67.0/sobjects/PermissionSetAssignment/${given!.Id}`, {
        method: 'DELETE',
        headers: { authorization: `Bearer ${demo.accessTokenFor('admin@rapport.example')}` },
      });
      while (failures.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect((await fetch(demo.pageUrl)).status).to.equal(200);
    });
    expect(failures).to.have.length(1);
  });

  it('has actions that are late, due today and due later on the day it starts, assigned to its own users', async () => {
    const { actions } = await during(start(), contentOf);
    const open = actions.filter(({ status }) => status === 'Open' || status === 'In Progress');
    expect(open.filter(({ dueOn }) => String(dueOn) < '2027-03-01')).to.have.length.within(5, 15);
    expect(actions.filter(({ dueOn }) => dueOn === '2027-03-01')).to.have.lengthOf(3);
    expect(actions.find(({ subject }) => subject === 'Brief both night crews')).to.deep.include({
      dueOn: '2027-03-04',
      status: 'Open',
      assignee: 'leader@norvale.example',
    });
  });

  it('remembers by how many days its dates were moved, so that the same files give the same answers', async () => {
    await during(start(), async () => undefined);
    const kept = JSON.parse(readFileSync(join(directory, 'demo.json'), 'utf8')) as { days: number };
    const { referenceDate } = JSON.parse(
      readFileSync(join(projectRoot, 'config', 'demo', 'demo.json'), 'utf8'),
    ) as { referenceDate: string };
    const noon = (date: string) => Date.parse(`${date}T12:00:00Z`);
    expect(kept.days).to.equal((noon('2027-03-01') - noon(referenceDate)) / 86_400_000);
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { DisplayAccountResult } from '../../src/commands/rapport/display/account.ts';
import { OrgClient } from '../../src/demo/org-client.ts';
import { startDemo } from '../../src/demo/start-demo.ts';
import type { Demo } from '../../src/demo/start-demo.ts';
import { projectRoot, startTestOrg } from '../support/test-org.ts';
import { Desk } from './run-command.ts';
import type { ErrorDocument } from './run-command.ts';

interface Document {
  status: number;
  result: DisplayAccountResult;
  warnings: { name: string; message: string }[];
}

const delacroix = 'Groupe Delacroix Énergie';

describe('sf rapport display account', () => {
  let directory: string;
  let demo: Demo;
  let desk: Desk;
  let admin: OrgClient;

  before(async () => {
    directory = mkdtempSync(join(tmpdir(), 'rapport-display-'));
    demo = await startDemo({ directory, projectRoot, port: 0, reset: true, clock: () => new Date() });
    admin = new OrgClient(demo.orgUrl, demo.accessTokenFor('admin@norvale.example'));
  });
  after(async () => {
    await demo.close();
    rmSync(directory, { recursive: true });
  });
  beforeEach(() => {
    desk = new Desk();
  });
  afterEach(() => desk.clear());

  /** The arguments and the environment of the command, signed in as a user of the demo. */
  const as = (part: string, account: string): [args: string[], env: Record<string, string>] => [
    [
      'display',
      'account',
      '--account',
      account,
      '--target-org',
      demo.accessTokenFor(`${part}@norvale.example`),
    ],
    // rows that no terminal wraps
    { SF_ORG_INSTANCE_URL: demo.orgUrl, OCLIF_TABLE_COLUMN_OVERRIDE: '200' },
  ];
  const change = async (objectName: string, id: string, body: Record<string, unknown>, client = admin) => {
    const url = `/services/data/v67.0/sobjects/${objectName}/${id}`;
    await client.post('/composite', {
      allOrNone: true,
      compositeRequest: [{ method: 'PATCH', url, referenceId: 'change', body }],
    });
  };

  it('prints the score with its interval, number of answers, method and window, and the methods side by side', async () => {
    const { code, text, stdout } = await desk.run(...as('rep', delacroix));
    expect(code, text).to.equal(0);
    expect(text).to.match(/Groupe Delacroix Énergie \(001\w{15}\)/);
    expect(text).to.include('Relationship NPS 27.8 [−0.4; 51.7], 36 answers.');
    expect(text).to.match(
      /Method: all current answers alike, the newest of each person\. Window: 365 days up to \d{4}-\d\d-\d\d \d\d:\d\d UTC\. Interval: 95%, adjusted Wald\./,
    );
    expect(text).to.include('All answers alike 27.8 36 [−0.4; 51.7]');
    expect(text).to.match(/Role-weighted 35\.0 36, weighing as much as 30\.8 equal ones \[4\.2; 59\.5\]/);
    expect(text).to.include('Waterfall promoter, decided by: Executive Sponsor (1) 36 none: a category');
    expect(text).to.include(
      'Voices: 19 promoters, 8 passives, 9 detractors. Silent: 17, of them 1 who decide.',
    );
    expect(text).to.include('Not asked: 0.');
    expect(text).to.include('Coverage: 36 of 54 people in scope were heard (67%).');
    expect(text).to.include('Open actions: 3, of them late: 1.');
    expect(text).to.include(
      'Health: At Risk, because someone who decides is silent, and is on an open deal; someone who decides is silent; an action is late.',
    );
    expect(text).to.match(
      /Stored by the sync of [^:]+:\d\d UTC, all current answers alike: 27\.8 \[−0\.4; 51\.7\]/,
    );
    expect(text).to.not.include('What is stored');
    // thirteen months, the newest last
    const months = stdout.split('\n').filter((line) => /^│ \d{4}-\d\d /.test(line));
    expect(months).to.have.lengthOf(13);
    expect(months.at(-1)).to.match(/27\.8 +│ \[−0\.4; 51\.7\] +│ 36 /);
    expect(months[0])
      .to.include('too few for a score')
      .and.not.match(/−?\d+\.\d/);
  });

  it('gives the same as typed JSON, to whoever may see the account', async () => {
    for (const part of ['leader', 'integration']) {
      const { code, json } = await desk.runJson<Document>(...as(part, delacroix));
      expect([code, json.status]).to.deep.equal([0, 0]);
      const { account, numbers, methods, shown, months, stored, rules, standings } = json.result;
      expect(account.name).to.equal(delacroix);
      expect(rules).to.deep.equal({ windowDays: 365, silenceDays: 14 });
      expect(numbers.counts).to.deep.equal({ promoters: 19, passives: 8, detractors: 9 });
      expect(numbers).to.deep.include({
        answers: 36,
        silent: 17,
        coverage: { heard: 36, of: 54, share: 36 / 54 },
        openActions: 3,
        lateActions: 1,
      });
      expect(shown.kind).to.equal('score');
      expect(methods.alike).to.include({ method: 'All Answers Alike', answers: 36 });
      expect(standings).to.include({ heard: 36, silent: 17, notAsked: 0, unreached: 1 });
      expect(months).to.have.lengthOf(13);
      expect(months.at(-1)).to.include({ answers: 36, silent: 17 });
      expect(stored).to.include({ answers: 36, health: 'At Risk' });
      expect(stored.differences).to.deep.equal([]);
      expect(json.warnings.filter(({ name }) => /Stale|Differs/.test(name))).to.deep.equal([]);
    }
  });

  it('finds an account by its id, of 18 or of 15 characters', async () => {
    const [{ Id = '' } = {}] = await admin.query<{ Id: string }>(
      `SELECT Id FROM Account WHERE Name = '${delacroix}'`,
    );
    for (const id of [Id, Id.slice(0, 15)]) {
      const { json } = await desk.runJson<Document>(...as('rep', id));
      expect(json.result.account).to.deep.equal({ id: Id, name: delacroix });
    }
  });

  it('shows people and not a score where the answers are too few, and one voice as one voice', async () => {
    const rows = await admin.query<{ Name: string; Feedback_Answers__c: number }>(
      'SELECT Name, Feedback_Answers__c FROM Account WHERE Feedback_Answers__c > 0 AND Feedback_Answers__c < 8',
    );
    const named = (wanted: (answers: number) => boolean) =>
      rows.find(({ Feedback_Answers__c }) => wanted(Feedback_Answers__c))?.Name ?? '';
    const few = await desk.run(
      ...as(
        'rep',
        named((answers) => answers > 1),
      ),
    );
    expect(few.text).to.match(/\d answers, too few for a score that can be compared: \d+ promoters/);
    expect(few.text).to.not.include('Relationship NPS');
    expect(few.text).to.match(/All answers alike too few for a score \d –/);
    const one = await desk.run(
      ...as(
        'rep',
        named((answers) => answers === 1),
      ),
    );
    expect(one.text).to.match(/One voice, not a score: (promoter|passive|detractor)\./);
    expect(one.text).to.not.match(/[−\d]100\.0/);
  });

  it('warns when what is stored is older than a day, or says something else than the answers', async () => {
    const account = 'Rheintal Chemie GmbH';
    const [{ Id = '' } = {}] = await admin.query<{ Id: string }>(
      `SELECT Id FROM Feedback_Response__c WHERE Account__r.Name = '${account}' AND Category__c = 'Promoter' AND Is_Current__c = true LIMIT 1`,
    );
    await change('Feedback_Response__c', Id, { Is_Verified__c: false });
    const { json } = await desk.runJson<Document>(...as('leader', account));
    const { numbers, stored } = json.result;
    expect(stored.answers).to.equal(numbers.answers + 1);
    expect(stored.differences.find(({ name }) => name === 'promoters')).to.deep.equal({
      name: 'promoters',
      stored: stored.promoters,
      now: numbers.counts.promoters,
    });
    const { text } = await desk.run(...as('leader', account));
    expect(text).to.not.include('days old');
    expect(text).to.match(
      /What is stored says something else than the answers that you see: .*answers is stored as 29, and is now 28/,
    );

    const [{ Id: accountId = '' } = {}] = await admin.query<{ Id: string }>(
      `SELECT Id FROM Account WHERE Name = '${account}'`,
    );
    const integration = new OrgClient(demo.orgUrl, demo.accessTokenFor('integration@norvale.example'));
    const before = new Date(Date.now() - 50 * 3_600_000).toISOString();
    await change('Account', accountId, { Feedback_Scored_At__c: before }, integration);
    const old = await desk.run(...as('leader', account));
    expect(old.text).to.include('What is stored is 2 days old.').and.include('sf rapport sync responses');
  });

  it('says of an account that the sync has never scored that it has not', async () => {
    await admin.post('/composite/sobjects', {
      allOrNone: true,
      records: [{ attributes: { type: 'Account' }, Name: 'Nobody & Sons' }],
    });
    const { code, text } = await desk.run(...as('rep', 'Nobody & Sons'));
    expect(code, text).to.equal(0);
    expect(text).to.include('Nobody has answered within the last 365 days.');
    expect(text).to.include('Nobody is in scope: no wave of the account has a frozen sample.');
    expect(text).to.include('Health: Unknown.');
    expect(text).to.include('The sync has not scored this account yet.');
  });

  it('tells the trust index with its themes, the interviews behind each, and the themes that nobody graded', async () => {
    const integration = new OrgClient(demo.orgUrl, demo.accessTokenFor('integration@norvale.example'));
    const make = async (type: string, fields: Record<string, unknown>, client = admin): Promise<string> => {
      const [made] = await client.post<{ id: string }[]>('/composite/sobjects', {
        allOrNone: true,
        records: [{ attributes: { type }, ...fields }],
      });
      return made?.id ?? '';
    };
    const Account__c = await make('Account', { Name: 'Ziegler Optik' });
    const Survey__c = await make('Feedback_Survey__c', { Name: 'Interviews 2026', Type__c: 'Interview' });
    const question = (Theme__c: string, Order__c: number) =>
      make('Feedback_Question__c', {
        Survey__c,
        Order__c,
        Key__c: Theme__c.toLowerCase(),
        Kind__c: 'Rating',
        Theme__c,
        Text__c: `${Theme__c}?`,
        Lowest__c: 1,
        Highest__c: 5,
      });
    const [delivery, partnership] = [await question('Delivery', 1), await question('Partnership', 2)];
    const respond = (score: number, category: string) =>
      make(
        'Feedback_Response__c',
        {
          Account__c,
          Survey__c,
          Score__c: score,
          Category__c: category,
          Channel__c: 'Interview',
          Responded_At__c: new Date(Date.now() - 86_400_000).toISOString(),
        },
        integration,
      );
    const first = await respond(9, 'Promoter');
    const ungraded = await desk.run(...as('rep', 'Ziegler Optik'));
    expect(ungraded.text).to.include(
      'No trust index: nobody whose answer counts has graded a theme. Not graded: Delivery, Partnership.',
    );
    for (const [Response__c, Number__c] of [
      [first, 5],
      [await respond(7, 'Passive'), 4],
    ] as const)
      await make('Feedback_Answer__c', { Response__c, Question__c: delivery, Number__c }, integration);
    const partly = await desk.run(...as('rep', 'Ziegler Optik'));
    expect(partly.text).to.include(
      'Trust index 87.5 of 100, from the themes: Delivery 87.5 (interviews: 2). Not graded: Partnership.',
    );
    await make(
      'Feedback_Answer__c',
      { Response__c: first, Question__c: partnership, Number__c: 2 },
      integration,
    );
    const { json } = await desk.runJson<Document>(...as('rep', 'Ziegler Optik'));
    expect(json.result.trust).to.deep.include({ index: 56.25, absentThemes: [], interviews: 2 });
    expect(json.result.months.at(-1)).to.include({ trustIndex: 56.25 });
    const other = await desk.run(...as('rep', delacroix));
    expect(other.text).to.not.include('rust index');
  });

  it('with a name that no account has, or several have, says so and what to do', async () => {
    const none = await desk.run(...as('rep', 'Delacroix'));
    expect(none.code).to.equal(1);
    expect(none.text).to.include(
      'Error (NoAccountError): There is no account with the id or the name "Delacroix"',
    );
    expect(none.text).to.include('Try this: Write the whole name');
    await admin.post('/composite/sobjects', {
      allOrNone: true,
      records: [
        { attributes: { type: 'Account' }, Name: 'Twin' },
        { attributes: { type: 'Account' }, Name: 'Twin' },
      ],
    });
    const { code, json } = await desk.runJson<ErrorDocument>(...as('rep', 'Twin'));
    expect([code, json.name]).to.deep.equal([1, 'SeveralAccountsError']);
    expect(json.message).to.match(/Twin \(001\w{15}\), Twin \(001\w{15}\)\./);
    expect(json.actions[0]).to.match(/--account 001\w{15}$/);
  });

  it('as a user who sees nothing of the package, or with a login that has ended, says what to do', async () => {
    const other = await startTestOrg(() => new Date());
    try {
      const given = await other.query<{ Id: string }>(
        "SELECT Id FROM PermissionSetAssignment WHERE Assignee.Username = 'rep@norvale.example' AND PermissionSet.Name LIKE 'Feedback%'",
      );
      for (const { Id } of given) await other.remove('PermissionSetAssignment', Id);
      const token = other.localOrg.issueSession('rep@norvale.example');
      const args = ['display', 'account', '--account', 'Twin', '--target-org', token];
      const env = { SF_ORG_INSTANCE_URL: other.localOrg.url };
      const without = await desk.run(args, env);
      expect(without.code).to.equal(1);
      expect(without.text).to.include(
        'Error (NotReadableError): This user may not see the feedback in the org',
      );
      const ended = await desk.run([...args.slice(0, -1), `${token}x`], env);
      expect(ended.text).to.include('Error (SetupSessionError)').and.not.include('outbox');
    } finally {
      await other.close();
    }
  });
});

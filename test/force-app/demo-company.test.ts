import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isMatch } from 'date-fns';
import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import { invitationMapping, readMapping, responseMapping } from '../../src/intake/mapping.ts';
import { toResponse } from '../../src/intake/parcels.ts';
import { scoreAccount } from '../../src/scoring/account-score.ts';
import { currentAnswers } from '../../src/scoring/current-answers.ts';
import type { ScoredAnswer } from '../../src/scoring/current-answers.ts';

interface TreeRecord {
  attributes: { type: string; referenceId: string };
  [field: string]: unknown;
}

const folder = new URL('../../config/demo/', import.meta.url);
const read = (file: string): string => readFileSync(new URL(file, folder), 'utf8');
const readJson = <Shape>(file: string): Shape => JSON.parse(read(file)) as Shape;

const demo = readJson<{
  referenceDate: string;
  plan: string;
  users: string;
  surveys: string[];
  invitations: { file: string; mapping: string }[];
  responses: { file: string; mapping: string }[];
}>('demo.json');
const plan = readJson<{ sobject: string; files: string[] }[]>(demo.plan);
const files = plan.flatMap(({ sobject, files: names }) =>
  names.map((name) => ({ sobject, name, ...readJson<{ records: TreeRecord[] }>(name) })),
);
const records = files.flatMap((file) => file.records);
const ofType = (type: string): TreeRecord[] => records.filter(({ attributes }) => attributes.type === type);

/** Rows of a CSV file of the demo; those of a Qualtrics export by the ImportIds of its third line. */
function rows(file: string): Record<string, string>[] {
  const delimiter = read(file).split('\n', 1)[0]?.includes(';') ? ';' : ',';
  const lines = parse(read(file), { bom: true, delimiter });
  const third = lines[2]?.map((cell) => /"ImportId":"([^"]+)"/.exec(cell)?.[1] ?? '') ?? [];
  const isExport = third[0] !== '';
  const header = isExport ? third : (lines[0] ?? []);
  return lines
    .slice(isExport ? 3 : 1)
    .map((cells) => Object.fromEntries(header.map((name, position) => [name, cells[position] ?? ''])));
}

describe('the demo company', () => {
  it('has accounts, contacts and deals enough to try everything', () => {
    expect(ofType('Account')).to.have.length.of.at.least(14);
    expect(ofType('Contact')).to.have.length.of.at.least(70);
    expect(ofType('Opportunity')).to.have.length.of.at.least(30);
    const stages = new Set(ofType('Opportunity').map((deal) => deal['StageName']));
    expect(stages).to.include.all.keys('Closed Won', 'Closed Lost', 'Negotiation/Review');
    expect(ofType('Feedback_Survey__c').map((survey) => survey['External_Id__c'])).to.have.members(
      demo.surveys,
    );
  });

  it('can be imported: parents first, at most 200 records a file, no owner named, colleagues by their part', () => {
    const { users } = readJson<{ users: { part: string }[] }>(demo.users);
    const known = new Set(users.map(({ part }) => `@user:${part}`));
    for (const { sobject, name, records: imported } of files) {
      expect(imported, name).to.have.length.within(1, 200);
      for (const record of imported) {
        expect(record.attributes.type, name).to.equal(sobject);
        expect(record, name).not.to.have.property('OwnerId');
        for (const value of Object.values(record)) {
          if (typeof value === 'string' && value.startsWith('@')) expect(known, name).to.include(value);
        }
      }
      for (const { attributes } of imported) known.add(`@${attributes.referenceId}`);
    }
    expect(known.size).to.equal(records.length + users.length);
  });

  it('writes to nobody: every address ends in .example, which no mail reaches', () => {
    const text = [
      ...files.map(({ name }) => name),
      demo.users,
      ...[...demo.invitations, ...demo.responses].map(({ file }) => file),
    ]
      .map((file) => read(file))
      .join('\n');
    const domains = [...text.matchAll(/@([\w-]+(?:\.[\w-]+)+)/g)].map(
      (match) => match[1]?.toLowerCase() ?? '',
    );
    expect(domains).to.have.length.greaterThan(100);
    for (const domain of domains) expect(domain).to.match(/\.example$/);
  });

  it('has open deals after the reference date and closed ones before, so that they stay so when dates are shifted', () => {
    for (const deal of ofType('Opportunity')) {
      const isClosed = String(deal['StageName']).startsWith('Closed');
      expect(String(deal['CloseDate']) <= demo.referenceDate, String(deal['Name'])).to.equal(isClosed);
    }
  });

  it('has a user for each part, one of them French, each with a permission set', () => {
    const { users } = readJson<{ users: { part: string; language: string; permissionSets: string[] }[] }>(
      demo.users,
    );
    expect(users.map(({ part }) => part)).to.have.members(['rep', 'kam', 'leader', 'admin', 'integration']);
    expect(users.map(({ language }) => language)).to.include('fr');
    for (const { part, permissionSets } of users) expect(permissionSets, part).to.have.lengthOf(1);
  });
});

describe('the answers of the demo company', () => {
  const mailboxes = ofType('Contact').map((contact) => String(contact['Email']).toLowerCase());
  const accountOf = new Map(
    ofType('Contact').map((one) => [String(one['Email']).toLowerCase(), one['AccountId']]),
  );
  const exported = rows('answers-qualtrics.csv').filter(
    (row) => row['status'] === 'IP Address' && row['finished'] === 'True',
  );

  it('hold a whole score from 0 to 10, a known survey and a date before the reference date', async () => {
    for (const { file, mapping: path } of demo.responses) {
      const mapping = await readMapping(fileURLToPath(new URL(path, folder)), responseMapping);
      const skipped = (row: Record<string, string>): boolean =>
        mapping.skip.some(({ column, values }) => values.includes(row[column] ?? ''));
      for (const row of rows(file).filter((one) => !skipped(one))) {
        expect(row[mapping.columns.score], file).to.match(/^(\d|10)$/);
        expect(demo.surveys, file).to.include(row[mapping.columns.survey ?? '']);
        const format = mapping.dateFormat ?? 'yyyy-MM-dd HH:mm:ss';
        expect(isMatch(row[mapping.columns.respondedAt] ?? '', format), file).to.equal(true);
      }
    }
    for (const row of exported) expect(String(row['recordedDate']) < demo.referenceDate).to.equal(true);
  });

  it('have ids of their own', () => {
    const ids = rows('answers-qualtrics.csv').map((row) => row['_recordId']);
    expect(ids).to.have.lengthOf(new Set(ids).size);
  });

  it('show the hard cases: unknown and shared addresses, no answer, one answer, many, a wide spread', () => {
    const unknown = exported.filter(
      (row) => !mailboxes.includes(String(row['recipientEmail']).toLowerCase()),
    );
    expect(unknown).to.have.lengthOf(3);
    const shared = mailboxes.filter((address, position) => mailboxes.indexOf(address) !== position);
    expect(exported.map((row) => row['recipientEmail'])).to.include.members(shared).and.not.to.be.empty;

    const recent = exported.filter((row) => String(row['recordedDate']) >= '2025-06-30');
    const heard = (account: string): string[] =>
      recent
        .filter((row) => accountOf.get(String(row['recipientEmail']).toLowerCase()) === account)
        .map((row) => String(row['QID1']));
    expect(heard('@Account_VAND')).to.have.lengthOf(0);
    expect(heard('@Account_FERR')).to.have.lengthOf(1);
    expect(heard('@Account_HAWT')).to.have.length.of.at.least(14);
    expect(heard('@Account_ATLA')).to.include.members(['0', '10']);
  });

  it('come with more than sixty comments of their own, in three languages', () => {
    const comments = exported.map((row) => String(row['QID2_TEXT'])).filter((comment) => comment !== '');
    expect(new Set(comments).size).to.be.greaterThan(60);
    expect(new Set(exported.map((row) => String(row['userLanguage']).slice(0, 2)))).to.have.all.keys(
      'FR',
      'DE',
      'EN',
    );
    for (const sign of [',', '"', '\n'])
      expect(
        comments.some((comment) => comment.includes(sign)),
        sign,
      ).to.equal(true);
  });
});

describe('the scores of the demo company at its reference date', () => {
  const now = new Date(`${demo.referenceDate}T12:00:00Z`);
  const answers = new Map<string, ScoredAnswer[]>();
  const answersOf = (account: string): ScoredAnswer[] => answers.get(`@Account_${account}`) ?? [];
  /** Promoters, passives and detractors among the current answers of an account: `19/8/9`. */
  const countsOf = (account: string, at = now): string => {
    const { promoters, passives, detractors } = scoreAccount(answersOf(account), at).counts;
    return [promoters, passives, detractors].join('/');
  };
  /** Those of some answers whose contacts gave one of others, too. */
  const givenBySame = (some: ScoredAnswer[], others: ScoredAnswer[]): ScoredAnswer[] =>
    some.filter(({ contactId }) => others.some((other) => other.contactId === contactId));

  /** Contacts by an e-mail that is theirs alone: only those can be matched. */
  const contacts = Map.groupBy(ofType('Contact'), (contact) => String(contact['Email']).toLowerCase());
  const contactOf = (email = ''): TreeRecord | undefined => {
    const [contact, ...others] = contacts.get(email.toLowerCase()) ?? [];
    return others.length === 0 ? contact : undefined;
  };

  before(async () => {
    const surveys = ofType('Feedback_Survey__c').filter((one) => one['Type__c'] === 'Relationship');
    const keys = surveys.map((one) => one['External_Id__c']);
    for (const { file, mapping: path } of demo.responses) {
      const mapping = await readMapping(fileURLToPath(new URL(path, folder)), responseMapping);
      for (const row of rows(file)) {
        const result = toResponse(row, mapping, { now });
        if (!('parcel' in result) || result.parcel.kind !== 'response') continue;
        const { externalId, survey, respondent, score, respondedAt } = result.parcel.content;
        const contact = contactOf(respondent.email);
        if (contact === undefined || !keys.includes(survey)) continue;
        const account = String(contact['AccountId']);
        const contactId = contact.attributes.referenceId;
        const answer = { id: externalId, contactId, score, respondedAt: new Date(respondedAt) };
        answers.set(account, [...(answers.get(account) ?? []), answer]);
      }
    }
  });

  /** Account, what is to be seen there, current answers by category, and score with its interval. */
  const keyAccounts = [
    ['DELA', 'good, perhaps: the interval touches zero', '19/8/9', [27.78, -0.44, 51.72]],
    ['HAWT', 'good, but not by 20 points for sure', '20/12/6', [36.84, 11.36, 56.93]],
    ['BRUC', 'clearly good: above +20 for sure', '18/5/3', [57.69, 25.78, 77.67]],
    ['NORT', 'around zero', '10/12/9', [3.23, -23.14, 29.02]],
    ['RHEI', 'clearly bad: below zero for sure', '5/8/16', [-37.93, -60.87, -7.88]],
  ] as const;

  for (const [account, picture, counts, [score, lower, upper]] of keyAccounts) {
    it(`${account} is ${picture} (${counts})`, () => {
      for (const time of ['00:00:00Z', '12:00:00Z', '23:59:59Z'])
        expect(countsOf(account, new Date(`${demo.referenceDate}T${time}`)), time).to.equal(counts);
      const headline = scoreAccount(answersOf(account), now);
      expect(headline.score).to.be.closeTo(score, 0.005);
      expect(headline.interval?.lower).to.be.closeTo(lower, 0.005);
      expect(headline.interval?.upper).to.be.closeTo(upper, 0.005);
      expect((upper - lower) / 2, 'half-width').to.be.at.most(30);
    });
  }

  it('rest on a few voices only at all other accounts', () => {
    const accounts = ofType('Account').map((one) => one.attributes.referenceId.replace('Account_', ''));
    const others = accounts.filter((account) => !keyAccounts.some(([key]) => key === account));
    expect(others.map((account) => `${account} ${countsOf(account)}`).join(', ')).to.equal(
      'LAKE 2/1/1, CGTE 2/2/0, ANGS 2/1/0, BEAR 0/1/2, MUNO 2/0/0, KOWA 1/1/0, PACI 1/1/1, VAND 0/0/0, ' +
        'FERR 0/1/0, ATLA 2/1/1, TOKA 1/1/0, DHYD 1/1/0, DNET 1/2/1',
    );
  });

  it('have moved at the key accounts among those who answered now and more than a year ago', () => {
    const lastYear = new Date('2025-06-30T00:00:00Z');
    const moved = keyAccounts.map(([account]) => {
      const past = currentAnswers(answersOf(account), lastYear);
      const present = currentAnswers(answersOf(account), now);
      const before = scoreAccount(givenBySame(past, present), lastYear);
      const after = scoreAccount(givenBySame(present, past), now);
      return `${account} ${before.answers}: ${before.score?.toFixed()} to ${after.score?.toFixed()}`;
    });
    expect(moved.join(', ')).to.equal(
      'DELA 12: -8 to 58, HAWT 8: 0 to 63, BRUC 11: 55 to 55, NORT 10: 70 to 0, RHEI 11: -9 to -45',
    );
  });

  it('say nothing of about a third of those asked at the key accounts: they are silent', () => {
    const asked = demo.invitations.flatMap(({ file }) => rows(file));
    for (const [account] of keyAccounts) {
      const own = asked.filter(({ email }) => contactOf(email)?.['AccountId'] === `@Account_${account}`);
      const silent = own.filter(({ status }) => status === 'Sent').length;
      const answered = own.filter(({ status }) => status === 'Answered').length;
      expect(answered, account).to.equal(scoreAccount(answersOf(account), now).answers);
      expect(silent / (silent + answered), account).to.be.within(0.28, 0.35);
    }
  });

  it('hide a detractor across the table where a contract is negotiated with a key account', () => {
    const negotiated = ofType('Opportunity').filter((deal) => deal['StageName'] === 'Negotiation/Review');
    for (const account of ['BRUC', 'RHEI']) {
      const deal = negotiated.find((one) => one['AccountId'] === `@Account_${account}`);
      const reference = `@${deal?.attributes.referenceId}`;
      const roles = ofType('OpportunityContactRole').filter((role) => role['OpportunityId'] === reference);
      const committee = roles.map((role) => role['ContactId']);
      const heard = currentAnswers(answersOf(account), now);
      const across = heard.filter(({ contactId }) => committee.includes(`@${contactId}`));
      expect(Math.min(...across.map(({ score }) => score)), account).to.be.at.most(6);
    }
  });
});

describe('the mappings in config/', () => {
  it('can all be read', async () => {
    const path = (name: string): string => fileURLToPath(new URL(`../mappings/${name}.json`, folder));
    for (const name of ['qualtrics', 'plain', 'support-export']) {
      expect(await readMapping(path(name), responseMapping)).to.have.property('name', name);
    }
    expect(await readMapping(path('invitations'), invitationMapping)).to.have.property('name', 'invitations');
  });

  it('fit the invitations of the demo: each goes to a contact, and who is left out is left out for a reason', async () => {
    for (const { file, mapping: path } of demo.invitations) {
      const { columns } = await readMapping(fileURLToPath(new URL(path, folder)), invitationMapping);
      const addresses = ofType('Contact').map((contact) => contact['Email']);
      for (const row of rows(file)) {
        expect(addresses.filter((address) => address === row[columns.email ?? ''])).to.have.lengthOf(1);
        if (row[columns.status ?? ''] === 'Left Out') expect(row[columns.reason ?? '']).not.to.equal('');
      }
    }
  });
});

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isMatch } from 'date-fns';
import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import { invitationMapping, readMapping, responseMapping } from '../../src/intake/mapping.ts';

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

  it('can be imported into any org: parents first, at most 200 records a file, no owner named', () => {
    const known = new Set<string>();
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
    expect(known.size).to.equal(records.length);
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

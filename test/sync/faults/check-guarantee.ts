import { expect } from 'chai';
import type { ListedParcel, Outbox } from '../../../src/outbox/outbox.ts';
import { recomputedAccount, recomputedSnapshots } from '../../support/recomputed-numbers.ts';
import type { Row } from '../../support/sync-stage.ts';
import type { Acknowledged } from './acknowledged.ts';
import type { FaultyStage } from './faulty-stage.ts';
import type { Person, SeededPeople } from './seeded-people.ts';

/** What a run has to answer for in the end. */
export interface Outcome {
  prefix: string;
  people: SeededPeople;
  answers: readonly Acknowledged[];
  /** External ids of the invitations that were acknowledged. */
  invitations: readonly string[];
  outbox: Outbox;
}

/** Holds what is in the org and in the outbox against what was acknowledged. */
export async function checkGuarantee(stage: FaultyStage, outcome: Outcome): Promise<void> {
  const { prefix, people, answers, outbox } = outcome;
  await checkOutbox(outbox);
  const listed = await listAll(outbox);
  const rows = rowsByIds(
    stage.query(
      `SELECT External_Id__c, Contact__c, Score__c, Category__c, Comment__c, Responded_At__c, Erased_At__c,
         Invitation__r.Status__c
       FROM Feedback_Response__c WHERE External_Id__c LIKE '${prefix}a%'`,
    ),
  );
  const details = rowsByIds(
    stage.query(
      `SELECT External_Id__c, Number__c, Text__c FROM Feedback_Answer__c WHERE External_Id__c LIKE '${prefix}a%'`,
    ),
  );
  const unmatched = rowsByIds(
    stage.query(
      `SELECT External_Id__c, Status__c, Email__c, Comment__c, Contact__c, Details__c
       FROM Feedback_Unmatched__c WHERE External_Id__c LIKE '${prefix}a%'`,
    ),
  );
  const byEmail = new Map(people.people.map((person) => [person.email, person]));
  for (const answer of answers) {
    const { externalId, respondent } = answer.content;
    const found = { row: rows.get(externalId), entry: unmatched.get(externalId), details };
    if (answer.isErased) {
      expect(
        byEmail.get(respondent.email ?? '')?.isErased,
        `whether the person of ${externalId} was erased`,
      ).to.equal(true);
      checkErased(answer, found);
    } else checkAnswer(answer, byEmail.get(respondent.email ?? ''), found, listed);
  }
  expect([...rows.keys()].filter((id) => !answers.some(({ content }) => content.externalId === id))).to.be
    .empty;
  checkInvitations(stage, outcome, listed);
  for (const accountId of people.accountIds) await checkNumbers(stage, accountId);
}

async function checkOutbox(outbox: Outbox): Promise<void> {
  const { counts, loads, touchedAccounts } = await outbox.summary();
  for (const { waiting, inFlight } of Object.values(counts))
    expect({ waiting, inFlight }).to.deep.equal({ waiting: 0, inFlight: 0 });
  expect(loads, 'loads').to.be.empty;
  expect(touchedAccounts, 'accounts whose numbers wait').to.equal(0);
}

async function listAll(outbox: Outbox): Promise<Map<string, ListedParcel>> {
  return new Map((await outbox.listTroubled(10_000)).map((parcel) => [parcel.externalId, parcel]));
}

function rowsByIds(rows: readonly Row[]): Map<string, Row> {
  const byId = new Map(rows.map((row) => [String(row['External_Id__c']), row]));
  expect(byId.size, 'records with an external id of their own').to.equal(rows.length);
  return byId;
}

interface Found {
  row: Row | undefined;
  entry: Row | undefined;
  details: ReadonlyMap<string, Row>;
}

/** Why an answer cannot be in the org, or not all of it. */
function expectedReason({ content }: Acknowledged, person: Person | undefined): string | undefined {
  if (content.survey === 'never-asked') return 'Unknown Survey';
  if (person?.contactId === undefined) return 'Unknown Contact';
  // it says that it was given in more than a year
  if (isOfTheFuture(content)) return 'FIELD_CUSTOM_VALIDATION_EXCEPTION';
  return content.answers?.some(({ question }) => question === 'nobody-asked')
    ? 'Unknown Question'
    : undefined;
}

const isOfTheFuture = ({ respondedAt }: Acknowledged['content']) => respondedAt > '2027-01-01';

function checkAnswer(
  answer: Acknowledged,
  person: Person | undefined,
  { row, entry, details }: Found,
  listed: ReadonlyMap<string, ListedParcel>,
): void {
  const { content, typed } = answer;
  const id = content.externalId;
  const reason = expectedReason(answer, person);
  expect(listed.get(id)?.reason.code, `why ${id} is not in the org`).to.equal(reason);
  if (reason !== undefined && reason !== 'Unknown Question') {
    expect(row, `${id}, which is listed as ${reason}`).to.equal(undefined);
    if (reason.startsWith('Unknown')) expect(entry?.['Status__c'], `the entry of ${id}`).to.equal('Open');
    return;
  }
  expect(row, id).to.not.equal(undefined);
  const scores = typed === undefined ? [content.score] : [typed, content.score];
  expect(scores, `the score of ${id}`).to.include(row?.['Score__c']);
  expect(row?.['Comment__c'], `the comment of ${id}`).to.equal(content.comment);
  expect(row?.['Contact__c'], `the contact of ${id}`).to.equal(person?.contactId);
  expect(Date.parse(String(row?.['Responded_At__c'])), id).to.equal(Date.parse(content.respondedAt));
  const invitation = row?.['Invitation__r'] as Row | null;
  if (invitation !== null) expect(invitation?.['Status__c'], `the invitation of ${id}`).to.equal('Answered');
  for (const { question, number, text } of content.answers ?? []) {
    if (question === 'nobody-asked') continue;
    const detail = details.get(`${id}:${question}`);
    expect([detail?.['Number__c'], detail?.['Text__c']], `${id}:${question}`).to.deep.equal([
      number ?? null,
      text ?? null,
    ]);
  }
  if (entry !== undefined && reason === undefined)
    expect(entry['Status__c'], `the entry of ${id}`).to.equal('Resolved');
}

/** Nothing is left of a person: the numbers of what was there are those of an anonymous voice. */
function checkErased({ content }: Acknowledged, { row, entry, details }: Found): void {
  const id = content.externalId;
  if (row !== undefined) {
    expect([row['Contact__c'], row['Comment__c']], `what is left of ${id}`).to.deep.equal([null, null]);
    expect(row['Erased_At__c'], `when ${id} was erased`).to.not.equal(null);
  }
  if (entry !== undefined) {
    const { Email__c, Comment__c, Contact__c, Details__c } = entry;
    const left = [Email__c, Comment__c, Contact__c, Details__c];
    expect(left, `the entry of ${id}`).to.deep.equal([null, null, null, null]);
  }
  expect(details.get(`${id}:why`)?.['Text__c'] ?? null, `what ${id} said`).to.equal(null);
}

function checkInvitations(
  stage: FaultyStage,
  { prefix, people, invitations }: Outcome,
  listed: ReadonlyMap<string, ListedParcel>,
): void {
  const rows = rowsByIds(
    stage.query(
      `SELECT External_Id__c, Contact__c FROM Feedback_Invitation__c WHERE External_Id__c LIKE '${prefix}i%'`,
    ),
  );
  const erased = new Set(
    people.people.flatMap(({ contactId, isErased }) => (isErased === true ? [contactId] : [])),
  );
  for (const row of rows.values())
    expect(erased.has(row['Contact__c'] as string), 'an erased invitation').to.equal(false);
  const missing = invitations.filter((id) => !rows.has(id) && !listed.has(id));
  expect(missing, 'invitations').to.be.empty;
}

const numbers = [
  'NPS',
  'NPS_Lower',
  'NPS_Upper',
  'Answers',
  'Promoters',
  'Passives',
  'Detractors',
  'Silent',
  'Health',
  'Last_Answer',
];

async function checkNumbers(stage: FaultyStage, accountId: string): Promise<void> {
  const at = {
    now: stage.now,
    org: { query: async <Found>(soql: string) => stage.query<Found>(soql) },
  };
  const expected = await recomputedAccount(at, accountId);
  const fields = numbers.map((name) => `Feedback_${name}__c`).join(', ');
  const [account] = stage.query(`SELECT ${fields} FROM Account WHERE Id = '${accountId}'`);
  // an account that nobody has ever spoken for has no numbers yet
  if (account?.['Feedback_Answers__c'] === null && expected['Answers'] === 0 && expected['Silent'] === 0)
    return;
  for (const name of numbers)
    expectSame(account?.[`Feedback_${name}__c`], expected[name], `${accountId} ${name}`);
  const months = await recomputedSnapshots(at, accountId);
  const [first] = months;
  if (first === undefined) return;
  const columns = Object.keys(first).join(', ');
  const stored = stage.query(
    `SELECT ${columns} FROM Feedback_Snapshot__c WHERE Account__c = '${accountId}' AND Month__c >= ${String(first['Month__c'])} ORDER BY Month__c`,
  );
  expect(stored.length, `months of ${accountId}`).to.equal(months.length);
  months.forEach((month, index) => {
    for (const [column, value] of Object.entries(month))
      expectSame(stored[index]?.[column], value, `${String(month['External_Id__c'])} ${column}`);
  });
}

/** The org keeps two decimals. */
function expectSame(stored: unknown, expected: unknown, what: string): void {
  if (typeof stored === 'number' && typeof expected === 'number')
    expect(stored, what).to.be.closeTo(expected, 0.00501);
  else expect(stored, what).to.equal(expected);
}

import type { Row } from './sync-stage.ts';
import type { TestOrg } from './test-org.ts';

/*
 * The numbers of an account once more, by the method's text and not by src/scoring: every moment by looking at all records.
 */

/** An org at a moment. */
export interface OrgAt {
  org: Pick<TestOrg, 'query'>;
  now: Date;
}

interface Answer {
  id: string;
  contact: string | null;
  score: number;
  at: number;
}
interface Invitation {
  contact: string;
  status: string;
  sent: number;
}

const day = 86_400_000;
const window = 365 * day;

interface Records {
  answers: Answer[];
  invitations: Invitation[];
  /** When the sample of the only wave was frozen. */
  frozen: number;
}

async function recordsOf(stage: OrgAt, accountId: string): Promise<Records> {
  const answers = await stage.org.query<Row>(
    `SELECT Id, Contact__c, Respondent_Key__c, Score__c, Responded_At__c FROM Feedback_Response__c
      WHERE Account__c = '${accountId}' AND Is_Verified__c = true AND Channel__c != 'Conversation'`,
  );
  const invitations = await stage.org.query<Row>(
    `SELECT Contact__c, Status__c, Sent_At__c FROM Feedback_Invitation__c WHERE Account__c = '${accountId}'
      AND Contact__c != null`,
  );
  const [survey] = await stage.org.query<Row>('SELECT Frozen_At__c FROM Feedback_Survey__c');
  return {
    answers: answers.map((row) => ({
      id: String(row['Id']),
      // of an erased person only a key is left
      contact: (row['Contact__c'] ?? row['Respondent_Key__c']) as string | null,
      score: Number(row['Score__c']),
      at: Date.parse(String(row['Responded_At__c'])),
    })),
    invitations: invitations.map((row) => ({
      contact: String(row['Contact__c']),
      status: String(row['Status__c']),
      sent: Date.parse(String(row['Sent_At__c'])),
    })),
    frozen: Date.parse(String(survey?.['Frozen_At__c'])),
  };
}

/** The answers that count at a moment: nobody of the same contact has given a newer one by then. */
function counting({ answers }: Records, at: number): Answer[] {
  const given = answers.filter((answer) => answer.at <= at && answer.at > at - window);
  return given.filter(
    (answer) =>
      !given.some(
        (other) =>
          other.contact === answer.contact &&
          // of those without a name, each speaks for itself
          other.contact !== null &&
          (other.at > answer.at || (other.at === answer.at && other.id > answer.id)),
      ),
  );
}

function scoreOf(answers: Answer[]): Row {
  const promoters = answers.filter(({ score }) => score > 8).length;
  const detractors = answers.filter(({ score }) => score < 7).length;
  const n = answers.length;
  const [p, d, all] = [promoters + 0.75, detractors + 0.75, n + 3];
  const middle = (p - d) / all;
  const reach = 1.959963984540054 * Math.sqrt(((p + d) / all - middle * middle) / all);
  return {
    NPS: n === 0 ? null : (100 * (promoters - detractors)) / n,
    NPS_Lower: n < 2 ? null : Math.max(-100, 100 * (middle - reach)),
    NPS_Upper: n < 2 ? null : Math.min(100, 100 * (middle + reach)),
    Answers: n,
    Promoters: promoters,
    Passives: n - promoters - detractors,
    Detractors: detractors,
  };
}

function silentAt({ answers, invitations }: Records, at: number, isNow: boolean): string[] {
  const people = [...new Set(invitations.map(({ contact }) => contact))];
  return people.filter((contact) => {
    const own = answers.filter((answer) => answer.contact === contact);
    if (own.some((answer) => answer.at <= at && answer.at > at - window)) return false;
    const hasAnsweredSince = own.some((answer) => answer.at > at);
    return invitations.some(
      (one) =>
        one.contact === contact &&
        one.sent > at - window &&
        one.sent <= at - 14 * day &&
        (one.status === 'Sent' || (!isNow && one.status === 'Answered' && hasAnsweredSince)),
    );
  });
}

function coverageAt(records: Records, at: number): { inScope: number | null; percent: number | null } {
  if (!(records.frozen <= at)) return { inScope: null, percent: null };
  const scope = [...new Set(records.invitations.map(({ contact }) => contact))];
  if (scope.length === 0) return { inScope: null, percent: null };
  const heard = new Set(counting(records, at).map(({ contact }) => contact));
  return {
    inScope: scope.length,
    percent: (100 * scope.filter((contact) => heard.has(contact)).length) / scope.length,
  };
}

/** The fields of the account, without their prefix `Feedback_`. */
export async function recomputedAccount(stage: OrgAt, accountId: string): Promise<Row> {
  const records = await recordsOf(stage, accountId);
  const now = stage.now.getTime();
  const current = counting(records, now);
  const silent = silentAt(records, now, true);
  const roles = await stage.org.query<Row>(
    `SELECT ContactId, Role FROM OpportunityContactRole WHERE Opportunity.AccountId = '${accountId}'`,
  );
  const inDeal = new Set(roles.map((row) => row['ContactId']));
  const deciders = new Set(
    roles
      .filter((row) => row['Role'] === 'Decision Maker' || row['Role'] === 'Economic Decision Maker')
      .map((row) => row['ContactId']),
  );
  const actions = await stage.org.query<Row>(
    `SELECT Due_On__c FROM Feedback_Action__c WHERE Action_Plan__r.Account__c = '${accountId}'
      AND (Status__c = 'Open' OR Status__c = 'In Progress')`,
  );
  const today = stage.now.toISOString().slice(0, 10);
  const late = actions.filter((row) => String(row['Due_On__c']) < today).length;
  const score = scoreOf(current);
  const silentDeciders = silent.filter((contact) => deciders.has(contact)).length;
  const detractors = current.filter(({ score: given }) => given < 7).map(({ contact }) => contact);
  const atRisk =
    detractors.some((contact) => inDeal.has(contact)) ||
    silentDeciders > 0 ||
    Number(score['NPS_Upper'] ?? 0) < 0;
  const watch = late > 0 || (current.length > 0 && Number(score['NPS']) <= 0);
  const newest = Math.max(...current.map(({ at }) => at));
  return {
    ...score,
    Silent: silent.length,
    Silent_Deciders: silentDeciders,
    Coverage: coverageAt(records, now).percent,
    Open_Actions: actions.length,
    Late_Actions: late,
    Health: atRisk ? 'At Risk' : watch ? 'Watch' : current.length === 0 ? 'Unknown' : 'Healthy',
    Last_Answer: current.length === 0 ? null : new Date(newest).toISOString().replace('Z', '+0000'),
  };
}

/** The snapshots of the running month and the twelve before, from the first that says something on. */
export async function recomputedSnapshots(stage: OrgAt, accountId: string): Promise<Row[]> {
  const records = await recordsOf(stage, accountId);
  const [year, month] = [stage.now.getUTCFullYear(), stage.now.getUTCMonth()];
  const endOf = (back: number) =>
    back === 0 ? stage.now.getTime() : Date.UTC(year, month - back + 1, 1) - 1;
  const rows: Row[] = [];
  for (let back = 12; back >= 0; back -= 1) {
    const current = counting(records, endOf(back));
    const before = new Set(counting(records, endOf(back + 1)).map(({ id }) => id));
    const silent = silentAt(records, endOf(back), back === 0).length;
    const { inScope, percent } = coverageAt(records, endOf(back));
    if (rows.length === 0 && current.length === 0 && silent === 0 && inScope === null) continue;
    const score = Object.entries(scoreOf(current)).map(([name, value]) => [`${name}__c`, value]);
    const first = new Date(Date.UTC(year, month - back, 1)).toISOString().slice(0, 10);
    rows.push({
      ...(Object.fromEntries(score) as Row),
      External_Id__c: `${accountId}:${first.slice(0, 7)}`,
      Month__c: first,
      Method__c: 'All Answers Alike',
      Silent__c: silent,
      In_Scope__c: inScope,
      Coverage__c: percent,
      Shared_Answers__c: current.filter(({ id }) => before.has(id)).length,
      Trust_Index__c: null,
    });
  }
  return rows;
}

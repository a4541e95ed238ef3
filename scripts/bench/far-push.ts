import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Connection } from 'jsforce';
import { apiVersion } from '../../src/salesforce/api-version.ts';
import { SalesforceOrg } from '../../src/salesforce/org.ts';
import { alternate } from './rounds.ts';
import type { Measurement } from './rounds.ts';

const answers = 20_000;
const accounts = 2500;
const latencyMilliseconds = 150;
const objectName = 'Feedback_Response__c';

/**
 * Answers into an org that is far away and takes them at once: what counts is how many calls are under way at a time.
 * Ours keep the answers of one account in one call, or in calls that follow each other; the peer's follow each other all.
 */
export async function measureFarPush(): Promise<Measurement> {
  const program = fileURLToPath(new URL('./far-org.ts', import.meta.url));
  const child = fork(program, [String(latencyMilliseconds)]);
  try {
    const [instanceUrl] = (await once(child, 'message')) as [string];
    const connect = () => new Connection({ instanceUrl, accessToken: 'token', version: apiVersion });
    const ours = new SalesforceOrg(connect());
    const peer = connect();
    const records = answersOfAccounts();
    const rounds = await alternate(
      3,
      async () => {
        const byAccount = ({ Account__c }: Record<string, unknown>) => Account__c as string;
        expectAll(await ours.upsert(objectName, 'External_Id__c', records, byAccount));
      },
      async () => {
        const options = { allowRecursive: true, allOrNone: false };
        expectAll(await peer.sobject(objectName).upsert(records, 'External_Id__c', options));
      },
    );
    const work = `${answers.toLocaleString('en')} answers into an org ${latencyMilliseconds} ms away`;
    const notes = [
      `Calls of ours: ${ours.calls / (rounds.length + 1)}; the least possible: ${answers / 200}.`,
    ];
    return { work, ours: 'SalesforceOrg.upsert', peer: 'jsforce sobject().upsert', rounds, notes };
  } finally {
    child.kill();
  }
}

function answersOfAccounts(): Record<string, string>[] {
  return Array.from({ length: answers }, (_, index) => ({
    External_Id__c: `bench:${index}`,
    Account__c: `001${String(index % accounts).padStart(15, '0')}`,
    Comment__c: `Answer ${index}: delivery was on time, the invoice was not, and help came late.`,
  }));
}

function expectAll(outcomes: readonly { success: boolean }[]): void {
  const stored = outcomes.filter(({ success }) => success).length;
  if (stored !== answers) throw new Error(`${stored} of ${answers} answers were stored`);
}

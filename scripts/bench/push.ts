import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Connection } from 'jsforce';
import { apiVersion } from '../../src/salesforce/api-version.ts';
import { signIn } from '../../src/salesforce/login.ts';
import { SalesforceOrg } from '../../src/salesforce/org.ts';
import type { SObjectRecord } from '../../src/salesforce/org.ts';
import { externalIdField, responseRecord } from '../../src/salesforce/records.ts';
import { categoryOf } from '../../src/scoring/category.ts';
import type { BenchOrg } from './bench-org.ts';
import { measureFarPush } from './far-push.ts';
import { alternate } from './rounds.ts';
import type { Measurement } from './rounds.ts';

const answers = 4000;
const objectName = 'Feedback_Response__c';

/** What the process with the org says once it is up. */
export type DistantOrg = Omit<BenchOrg, 'localOrg'>;

/** Answers into an org that is near, and into one that is far away. */
export async function measurePush(): Promise<Measurement[]> {
  return [await measureNearPush(), await measureFarPush()];
}

/**
 * Answers into the local org over HTTP, by upserts of 200 records. The org is a process of its own, so that time of the
 * processor is that of the client alone; time on the clock is mostly the org's. Every push brings new answers.
 */
async function measureNearPush(): Promise<Measurement> {
  const child = fork(fileURLToPath(new URL('./org-process.ts', import.meta.url)), [String(answers)]);
  try {
    const [org] = (await once(child, 'message')) as [DistantOrg];
    const ours = new SalesforceOrg(await signIn(org.credentials, () => new Date()));
    const { instanceUrl } = ours;
    const peer = new Connection({ instanceUrl, accessToken: org.accessToken, version: apiVersion });
    return {
      work: `${answers.toLocaleString('en')} answers into the local org over HTTP`,
      ours: 'SalesforceOrg.upsert',
      peer: 'jsforce sobject().upsert',
      rounds: await alternate(
        5,
        async (round) => {
          const outcomes = await ours.upsert(objectName, externalIdField, recordsOf(org, `ours-${round}`));
          expectAll(outcomes);
        },
        async (round) => {
          const options = { allowRecursive: true, allOrNone: false };
          const records = recordsOf(org, `peer-${round}`) as Record<string, string>[];
          expectAll(await peer.sobject(objectName).upsert(records, externalIdField, options));
        },
      ),
    };
  } finally {
    child.kill();
  }
}

function recordsOf(org: DistantOrg, name: string): SObjectRecord[] {
  return Array.from({ length: answers }, (_, index) => {
    const score = index % 11;
    const content = {
      externalId: `${name}:${index}`,
      survey: 'relationship-2026',
      respondent: { contactId: org.contactIds[index] },
      score,
      comment: `Answer ${index}: delivery was on time, the invoice was not, and help came late.`,
      channel: 'Email' as const,
      respondedAt: '2026-05-12T08:00:00.000Z',
    };
    return responseRecord(content, {
      accountId: org.accountIds[index % org.accountIds.length] ?? '',
      contactId: org.contactIds[index] ?? '',
      surveyId: org.surveyId,
      category: categoryOf(score),
    });
  });
}

function expectAll(outcomes: readonly { success: boolean }[]): void {
  const stored = outcomes.filter(({ success }) => success).length;
  if (stored !== answers) {
    throw new Error(`${stored} of ${answers} answers were stored: ${JSON.stringify(outcomes[0])}`);
  }
}

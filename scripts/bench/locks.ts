import { fork } from 'node:child_process';
import { once } from 'node:events';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Connection } from 'jsforce';
import type { Response } from '../../src/feedback/response.ts';
import { openSqliteOutbox } from '../../src/outbox/sqlite-outbox.ts';
import { apiVersion } from '../../src/salesforce/api-version.ts';
import { signIn } from '../../src/salesforce/login.ts';
import { SalesforceOrg } from '../../src/salesforce/org.ts';
import { externalIdField, responseRecord } from '../../src/salesforce/records.ts';
import { categoryOf } from '../../src/scoring/category.ts';
import { seededRandom } from '../../src/scoring/statistics/random.ts';
import { syncResponses } from '../../src/sync/sync-responses.ts';
import type { DistantOrg } from './push.ts';
import type { Measurement } from './rounds.ts';

/** All of them with `--full`. */
const [someAnswers, allAnswers] = [30_000, 100_000];
const contacts = 2000;
const objectName = 'Feedback_Response__c';

/** How many rows the org took, and why it did not take the others. */
interface Taken {
  seconds: number;
  stored: number;
  refused: number;
}

/**
 * Answers of 100 accounts, in any order, by Bulk API into an org whose batches run side by side, four at a time, and lock
 * the account of each row that they write: ours as the product brings them, from its outbox to the numbers of the accounts;
 * the peer's rows in the same order as they came. Every run brings new answers.
 */
export async function measureLocks(folder: string, { full }: { full: boolean }): Promise<Measurement> {
  const answers = full ? allAnswers : someAnswers;
  const program = fileURLToPath(new URL('./org-process.ts', import.meta.url));
  const child = fork(program, [String(contacts), 'locks']);
  try {
    const [org] = (await once(child, 'message')) as [DistantOrg];
    const ours = await pushByOutbox(join(folder, 'locks.sqlite'), org, shuffled(org, answers, 'ours'));
    const theirs = await pushByJsforce(org, shuffled(org, answers, 'theirs'));
    const told = ({ stored, refused, seconds }: Taken) =>
      `${stored.toLocaleString('en')} stored, ${refused.toLocaleString('en')} refused for a lock, ${seconds.toFixed(1)} s`;
    return {
      work: `${answers.toLocaleString('en')} answers of ${org.accountIds.length} accounts by Bulk API, with locks on the accounts`,
      ours: '',
      peer: '',
      rounds: [],
      notes: [
        `Rapport, outbox to scores: ${told(ours)}`,
        `jsforce bulk2, in the order in which they came: ${told(theirs)}`,
      ],
    };
  } finally {
    child.kill();
  }
}

async function pushByOutbox(path: string, org: DistantOrg, responses: Response[]): Promise<Taken> {
  const outbox = openSqliteOutbox(path);
  const clock = () => new Date();
  try {
    for (let start = 0; start < responses.length; start += 1000) {
      const part = responses.slice(start, start + 1000);
      await outbox.put(
        part.map((content) => ({ kind: 'response', content, origin: 'bench' })),
        clock(),
      );
    }
    const client = new SalesforceOrg(await signIn(org.credentials, clock));
    const began = performance.now();
    const report = await syncResponses({
      outbox,
      org: client,
      clock,
      worker: { host: hostname(), processId: process.pid, name: 'bench' },
    });
    const { confirmed, setAside, retried, stopped } = report;
    if (confirmed !== responses.length || setAside > 0 || stopped !== undefined) {
      throw new Error(`${confirmed} answers were confirmed, ${setAside} set aside`);
    }
    return { stored: confirmed, refused: retried, seconds: (performance.now() - began) / 1000 };
  } finally {
    await outbox.close();
  }
}

async function pushByJsforce(org: DistantOrg, responses: Response[]): Promise<Taken> {
  const accountOf = new Map(
    org.contactIds.map((id, index) => [id, org.accountIds[index % org.accountIds.length]!]),
  );
  const { surveyId, accessToken, credentials } = org;
  const connection = new Connection({ instanceUrl: credentials.loginUrl, accessToken, version: apiVersion });
  const input = responses.map((response) => {
    const contactId = response.respondent.contactId!;
    const accountId = accountOf.get(contactId)!;
    const place = { accountId, contactId, surveyId, category: categoryOf(response.score) };
    const record = Object.entries(responseRecord(response, place));
    return Object.fromEntries(record.filter(([, value]) => value !== null)) as Record<string, string>;
  });
  const began = performance.now();
  const { successfulResults, failedResults } = await connection.bulk2.loadAndWaitForResults({
    object: objectName,
    operation: 'upsert',
    externalIdFieldName: externalIdField,
    input,
    pollInterval: 500,
    pollTimeout: 600_000,
  });
  const locked = failedResults.filter(({ sf__Error }) => sf__Error.startsWith('UNABLE_TO_LOCK_ROW'));
  if (locked.length !== failedResults.length) throw new Error(JSON.stringify(failedResults[0]));
  return {
    stored: successfulResults.length,
    refused: locked.length,
    seconds: (performance.now() - began) / 1000,
  };
}

/** Answers in a random order; everyone has answered again and again. */
function shuffled({ contactIds }: DistantOrg, answers: number, name: string): Response[] {
  const random = seededRandom(1);
  const responses = Array.from({ length: answers }, (_, index): Response => ({
    externalId: `${name}:${index}`,
    survey: 'relationship-2026',
    respondent: { contactId: contactIds[index % contactIds.length] },
    score: index % 11,
    comment: `Answer ${index}: delivery was on time, the invoice was not, and help came late.`,
    channel: 'Email',
    respondedAt: new Date(Date.UTC(2026, 0, 1) + index * 60_000).toISOString(),
  }));
  for (let last = responses.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [responses[last], responses[other]] = [responses[other]!, responses[last]!];
  }
  return responses;
}

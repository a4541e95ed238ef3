import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DatabaseSync } from 'node:sqlite';
import { parse } from 'csv-parse';
import { importResponses } from '../../src/intake/import-file.ts';
import { responseMapping } from '../../src/intake/mapping.ts';
import type { Outbox, Parcel } from '../../src/outbox/outbox.ts';
import { openSqliteOutbox } from '../../src/outbox/sqlite-outbox.ts';
import { alternate } from './rounds.ts';
import type { Measurement } from './rounds.ts';

const answers = 50_000;
const rowsPerTransaction = 500;
/** Single answers: how many a second are to be taken, and for how long each measurement goes on. */
const steadyRate = 5000;
const steadySeconds = 10;
const now = new Date('2026-06-30T08:00:00Z');
const columns = ['id', 'survey', 'email', 'score', 'comment', 'responded_at'] as const;

const mapping = responseMapping.parse({
  name: 'plain',
  source: 'bench',
  format: 'csv',
  columns: {
    externalId: 'id',
    survey: 'survey',
    email: 'email',
    score: 'score',
    comment: 'comment',
    respondedAt: 'responded_at',
  },
});

/**
 * A file of answers into an outbox on disk: every row checked, fingerprinted and stored durably. The peer does what
 * remains without a product: csv-parse reads the file, and SQLite stores its cells as they are, as durably.
 */
export async function measureIntake(folder: string): Promise<Measurement[]> {
  return [await measureSingleAnswers(folder), await measureFile(folder)];
}

async function measureFile(folder: string): Promise<Measurement> {
  const path = join(folder, 'answers.csv');
  await pipeline(Readable.from(lines()), createWriteStream(path));
  return {
    work: `${answers.toLocaleString('en')} answers from a CSV file to disk, ${rowsPerTransaction} a transaction, synchronous=FULL`,
    ours: 'importResponses, checked',
    peer: 'csv-parse + node:sqlite, unchecked',
    rounds: await alternate(
      5,
      (round) => importFile(path, join(folder, `ours-${round}.sqlite`)),
      (round) => copyFile(path, join(folder, `peer-${round}.sqlite`)),
    ),
  };
}

/** Answers that come one by one from many people at once, as to a survey's page, each acknowledged when it is on disk. */
async function measureSingleAnswers(folder: string): Promise<Measurement> {
  const notes: string[] = [];
  for (const clients of [1, 64, 512]) {
    const found = await singleAnswersOf(join(folder, `clients-${clients}.sqlite`), clients);
    notes.push(`${clients} at a time, each as soon as its last one is acknowledged: ${found}`);
  }
  const steady = await singleAnswers(join(folder, 'steady.sqlite'), steadyRate);
  notes.push(`${steadyRate.toLocaleString('en')} a second for ${steadySeconds} s: ${steady}`);
  return {
    work: 'Single answers to disk, synchronous=FULL, time from put to acknowledgement',
    ours: '',
    peer: '',
    rounds: [],
    notes,
  };
}

/** Answers that come at a rate of their own, whether or not the last ones are acknowledged. */
async function singleAnswers(path: string, rate: number): Promise<string> {
  const outbox = openSqliteOutbox(path);
  const times: number[] = [];
  const calls: Promise<unknown>[] = [];
  const began = performance.now();
  for (let index = 0; index < rate * steadySeconds;) {
    const arrived = Math.floor(((performance.now() - began) / 1000) * rate);
    for (; index < arrived; index += 1)
      calls.push(timed(outbox, index, began + (index / rate) * 1000, times));
    await new Promise((resolve) => setImmediate(resolve));
  }
  await Promise.all(calls);
  return summaryOf(times, (performance.now() - began) / 1000, outbox, path);
}

async function singleAnswersOf(path: string, clients: number): Promise<string> {
  const outbox = openSqliteOutbox(path);
  const times: number[] = [];
  const began = performance.now();
  let next = 0;
  const client = async () => {
    while (performance.now() - began < steadySeconds * 1000)
      await timed(outbox, next++, performance.now(), times);
  };
  await Promise.all(Array.from({ length: clients }, client));
  return summaryOf(times, (performance.now() - began) / 1000, outbox, path);
}

async function timed(outbox: Outbox, index: number, came: number, times: number[]): Promise<void> {
  const [result] = await outbox.put([singleAnswer(index)], now);
  if (result !== 'new') throw new Error(`answer ${index} was ${result ?? 'lost'}`);
  times.push(performance.now() - came);
}

async function summaryOf(times: number[], seconds: number, outbox: Outbox, path: string): Promise<string> {
  const { waiting } = await outbox.counts();
  await outbox.close();
  await rm(path);
  if (waiting !== times.length) throw new Error(`${waiting} of ${times.length} answers were stored`);
  const sorted = times.toSorted((a, b) => a - b);
  const percentile = (share: number) => `${sorted[Math.floor(sorted.length * share)]!.toFixed(1)} ms`;
  return (
    `${Math.round(times.length / seconds).toLocaleString('en')} a second; ` +
    `half within ${percentile(0.5)}, 99% within ${percentile(0.99)}, all within ${sorted.at(-1)!.toFixed(1)} ms`
  );
}

function singleAnswer(index: number): Parcel & { origin: string } {
  return {
    kind: 'response',
    origin: 'survey page',
    content: {
      externalId: `page:${index}`,
      survey: 'relationship-2026',
      respondent: { email: `person${index}@customer.example` },
      score: index % 11,
      channel: 'Web',
      comment: `Answer ${index}: delivery was on time, the invoice was not, and help came late.`,
      respondedAt: '2026-05-01T08:00:00Z',
    },
  };
}

function* lines(): Generator<string> {
  yield `${columns.join(',')}\n`;
  for (let index = 0; index < answers; index += 1) {
    const day = String((index % 28) + 1).padStart(2, '0');
    const comment = `"Answer ${index}: delivery was on time, the invoice was not, and ""quick"" help came late."`;
    yield `r${index},relationship-2026,person${index}@customer.example,${index % 11},${comment},2026-05-${day}T08:00:00Z\n`;
  }
}

async function importFile(path: string, outboxPath: string): Promise<void> {
  const outbox = openSqliteOutbox(outboxPath);
  const { stored } = await importResponses({ path, mapping, outbox, now });
  await outbox.close();
  if (stored.new !== answers) throw new Error(`${stored.new} of ${answers} answers were stored`);
  await rm(outboxPath);
}

async function copyFile(path: string, databasePath: string): Promise<void> {
  const database = new DatabaseSync(databasePath);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
  database.exec(
    `CREATE TABLE answer (id TEXT PRIMARY KEY, ${columns.slice(1).join(' TEXT, ')} TEXT) WITHOUT ROWID`,
  );
  const insert = database.prepare(`INSERT INTO answer VALUES (${columns.map(() => '?').join(', ')})`);
  let stored = 0;
  for await (const row of createReadStream(path).pipe(parse({ from_line: 2 })) as AsyncIterable<string[]>) {
    if (stored % rowsPerTransaction === 0) database.exec('BEGIN IMMEDIATE');
    insert.run(...row);
    stored += 1;
    if (stored % rowsPerTransaction === 0) database.exec('COMMIT');
  }
  if (database.isTransaction) database.exec('COMMIT');
  database.close();
  if (stored !== answers) throw new Error(`${stored} of ${answers} answers were stored`);
  await rm(databasePath);
}

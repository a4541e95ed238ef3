import { AnswerChanges } from '../../src/scoring/answer-changes.ts';
import type { AnswerChange } from '../../src/scoring/ledger/change-batch.ts';
import { readAnswers } from '../../src/scoring/ledger/answer-rows.ts';
import type { AnswerChunk } from '../../src/scoring/ledger/answer-row.ts';
import type { AnswerRows } from '../../src/scoring/ledger/answer-rows.ts';
import { seededRandom } from '../../src/scoring/statistics/random.ts';
import {
  accountCount,
  answerCount,
  contactsPerAccount,
  makeChunks,
  now,
  windowDays,
} from './rebuild/answers.ts';
import { countsOfDuckDb, DuckDb } from './rebuild/duckdb.ts';
import { countsOfPostgreSql, PostgreSql } from './rebuild/postgresql.ts';
import { alternate, median } from './rounds.ts';
import type { Measurement } from './rounds.ts';

const rounds = 7;
const changesAtOnce = 1000;
const millisecondsPerDay = 86_400_000;
const counted = (number: number) => number.toLocaleString('en');
const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
const size = `${counted(answerCount)} answers of ${counted(accountCount)} accounts`;

/**
 * All answers of three years to the promoters, passives and detractors of every account at an instant, against databases
 * that do the same to the same answers.
 *
 * In the clock: from the answers in memory (in the database's own table; as streamed in here) to the counts of all accounts.
 * Rapport's work includes what it needs to be changed from then on; that of the databases, the fetching of the result.
 * Not in the clock: loading, but for the second measurement, where DuckDB has only to copy its own table.
 */
export async function measureRebuild(): Promise<Measurement[]> {
  const chunks = makeChunks();
  const before = process.memoryUsage().arrayBuffers;
  const rows = await readAnswers(chunks, answerCount);
  const duckDb = await DuckDb.load();
  try {
    const ours = `Rapport, ${megabytes(process.memoryUsage().arrayBuffers - before)} of answers`;
    const peer = `DuckDB ${await duckDb.version()}, one thread`;
    const query = await duckDb.chooseQuery();
    return [
      {
        work: `The counts of all accounts, from ${size}`,
        ours,
        peer,
        rounds: await compared(rows, duckDb.count.bind(duckDb), countsOfDuckDb),
        notes: [
          `DuckDB's fastest way: ${query}; ${megabytes(await duckDb.memory())} in its memory.`,
          `Rapport took ${await memoryOfBuild(rows)} besides the answers.`,
        ],
      },
      await measureStream(chunks, duckDb, peer),
      ...(await measurePostgreSql(rows, ours)),
      await measureChanges(chunks),
    ];
  } finally {
    duckDb.close();
  }
}

/** Rounds of both, whose results are the same account by account. */
async function compared<Result>(
  rows: AnswerRows,
  count: () => Promise<Result>,
  countsOf: (result: Result) => Int32Array,
): Promise<Measurement['rounds']> {
  let ours: Int32Array | undefined;
  let theirs: Result | undefined;
  const costs = await alternate(
    rounds,
    async () => {
      ours = rebuild(rows);
      await Promise.resolve();
    },
    async () => {
      theirs = await count();
    },
  );
  if (ours === undefined || theirs === undefined) throw new Error('Nothing was counted');
  expectSame(ours, countsOf(theirs));
  return costs;
}

function rebuild(rows: AnswerRows): Int32Array {
  return new AnswerChanges(rows, { at: now, from: now, windowDays }).allCounts();
}

/** The answers streamed in, chunk by chunk, and the counts; DuckDB copies its table, and counts. */
async function measureStream(chunks: AnswerChunk[], duckDb: DuckDb, peer: string): Promise<Measurement> {
  return {
    work: `The same, with the answers streamed in first`,
    ours: 'Rapport',
    peer: `${peer}, copying its own table first`,
    rounds: await alternate(
      3,
      async () => {
        rebuild(await readAnswers(chunks, answerCount));
      },
      async () => {
        await duckDb.copyTable();
        await duckDb.count();
      },
    ),
  };
}

async function measurePostgreSql(rows: AnswerRows, ours: string): Promise<Measurement[]> {
  const server = await PostgreSql.load();
  if (typeof server === 'string') {
    return [
      { work: `The counts of all accounts in PostgreSQL: left out, ${server}`, ours, peer: '', rounds: [] },
    ];
  }
  try {
    const query = await server.chooseQuery();
    return [
      {
        work: `The counts of all accounts, from ${size}`,
        ours,
        peer: `PostgreSQL ${await server.version()}`,
        peerIsElsewhere: true,
        rounds: await compared(rows, server.count.bind(server), countsOfPostgreSql),
        notes: [`PostgreSQL's fastest way: ${query}; ${megabytes(await server.size())} on disk.`],
      },
    ];
  } finally {
    await server.close();
  }
}

/**
 * Changes on top of all answers, with their whole history, all indexes made: four in five are new answers of the last day,
 * the others corrections of any score and removals. What counts is the change of the structure, in memory and in this
 * process; how the changes got here does not.
 */
async function measureChanges(chunks: AnswerChunk[]): Promise<Measurement> {
  const rows = await readAnswers(chunks, answerCount);
  const changes = new AnswerChanges(rows, { at: now, windowDays });
  changes.expiring(now, now + millisecondsPerDay);
  changes.changes(0);
  const random = seededRandom(1);
  const batches = 1000;
  const took: number[] = [];
  for (let batch = 0; batch < 2 * batches; batch += 1) {
    const some = Array.from({ length: changesAtOnce }, (_, index) =>
      randomChange(random, answerCount + batch * changesAtOnce + index, chunks),
    );
    const began = performance.now();
    changes.apply(some);
    if (batch >= batches) took.push(performance.now() - began);
  }
  const afterChanges = changes.allCounts();
  expectSame(afterChanges, rebuild(rows));
  const [low, high] = [
    Math.min(...took),
    took.toSorted((a, b) => a - b)[Math.floor(0.99 * took.length)] ?? 0,
  ];
  return {
    work: `${counted(changesAtOnce)} changes on top of ${size}: ${median(took).toFixed(3)} ms (${low.toFixed(3)} to ${high.toFixed(3)}, the slowest hundredth aside)`,
    ours: 'Rapport',
    peer: '',
    rounds: [],
    notes: [`${counted(batches)} times, after as many to warm up; the counts are then those of a rebuild.`],
  };
}

function randomChange(random: () => number, nextId: number, chunks: AnswerChunk[]): AnswerChange {
  const kind = random();
  const score = Math.floor(random() * 11);
  if (kind < 0.8) {
    const account = Math.floor(random() * accountCount);
    const contact = account * contactsPerAccount + Math.floor(random() * contactsPerAccount);
    const respondedAt = now - Math.floor(random() * millisecondsPerDay);
    return { put: { id: nextId, account, contact, respondedAt, score } };
  }
  const chunk = chunks[Math.floor(random() * chunks.length)] as AnswerChunk;
  const row = Math.floor(random() * chunk.id.length);
  const [id = 0, account = 0, contact = 0, respondedAt = 0] = [
    chunk.id,
    chunk.account,
    chunk.contact,
    chunk.respondedAt,
  ].map((column) => column[row]);
  return kind < 0.95 ? { put: { id, account, contact, respondedAt, score } } : { remove: id };
}

async function memoryOfBuild(rows: AnswerRows): Promise<string> {
  const before = process.memoryUsage().arrayBuffers;
  const changes = new AnswerChanges(rows, { at: now, from: now, windowDays });
  const after = process.memoryUsage().arrayBuffers;
  await Promise.resolve(changes);
  return megabytes(after - before);
}

function expectSame(ours: Int32Array, theirs: Int32Array): void {
  const different = ours.findIndex((count, index) => count !== theirs[index]);
  if (different !== -1 || ours.length !== theirs.length) {
    const account = Math.floor(different / 3);
    throw new Error(
      `Account ${account} has ${String(ours[different])} here and ${String(theirs[different])} there`,
    );
  }
}

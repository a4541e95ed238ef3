import { AnswerChanges } from '../../src/scoring/answer-changes.ts';
import type { AnswerChange } from '../../src/scoring/ledger/change-batch.ts';
import { readAnswers } from '../../src/scoring/ledger/read-answers.ts';
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
const batches = 1000;
const millisecondsPerDay = 86_400_000;
const counted = (number: number) => number.toLocaleString('en');
const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
const size = `${counted(answerCount)} answers of ${counted(accountCount)} accounts`;

/**
 * All answers of three years to the promoters, passives and detractors of every account at an instant, against databases
 * that do the same to the same answers.
 *
 * In the clock: from the answers in each one's own form to the counts of all accounts; here also what it takes to change
 * them from then on, there the fetching of the result. Own forms: a table of DuckDB in memory; an analysed table of
 * PostgreSQL; here arrays that were filled by streaming, in which neighbouring contacts are near each other, and each
 * contact has its account. Not in the clock: loading, but for the second measurement, where all is streamed in here, and
 * DuckDB only has to copy its own table.
 */
export async function measureRebuild(): Promise<Measurement[]> {
  const chunks = makeChunks();
  const before = process.memoryUsage().arrayBuffers;
  const rows = await readAnswers(chunks, answerCount);
  const duckDb = await DuckDb.load();
  try {
    const ours = `Rapport, ${megabytes(process.memoryUsage().arrayBuffers - before)}`;
    const peer = `DuckDB ${await duckDb.version()}, one thread`;
    const query = await duckDb.chooseQuery();
    return [
      {
        work: `The counts of all accounts, from ${size}`,
        ours,
        peer,
        rounds: await compared(rows, duckDb.count.bind(duckDb), countsOfDuckDb),
        notes: [`DuckDB's fastest way: ${query}; its memory: ${megabytes(await duckDb.memory())}.`],
      },
      await measureStream(chunks, duckDb, peer),
      ...(await measurePostgreSql(rows, ours)),
      ...(await measureChanges(chunks)),
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
    const seconds = (await server.secondsOnOneProcess()).toFixed(2);
    return [
      {
        work: `The counts of all accounts, from ${size}`,
        ours,
        peer: `PostgreSQL ${await server.version()}`,
        peerIsElsewhere: true,
        rounds: await compared(rows, server.count.bind(server), countsOfPostgreSql),
        notes: [
          `PostgreSQL's fastest way: ${query}, with the processes that it chose; on one process ${seconds} s.`,
          `On disk: ${megabytes(await server.size())}.`,
        ],
      },
    ];
  } finally {
    await server.close();
  }
}

/** Of a thousand changes so many are new answers of the last day; the others correct a score (three in four) or remove. */
const mixtures = [
  { name: 'new answers, in columns', newOnes: 1000, inColumns: true },
  { name: 'new answers, an object each', newOnes: 1000, inColumns: false },
  {
    name: 'changes of all kinds (800 new, 150 corrected, 50 removed)',
    newOnes: 800,
    inColumns: false,
  },
];

/**
 * Changes on top of all answers, with their whole history, all indexes made. What counts is the change of the structure, in
 * memory and in this process, until the counts of all accounts are right again; how the changes got here does not. Nor does
 * the listing of new answers by day, which waits for the next question about time: it is measured beside.
 */
async function measureChanges(chunks: AnswerChunk[]): Promise<Measurement[]> {
  const rows = await readAnswers(chunks, answerCount + 2 * mixtures.length * batches * changesAtOnce);
  const changes = new AnswerChanges(rows, { at: now, windowDays });
  changes.expiring(now, now + millisecondsPerDay);
  changes.changes(0);
  const random = seededRandom(1);
  const measurements: Measurement[] = [];
  let nextId = answerCount;
  for (const { name, newOnes, inColumns } of mixtures) {
    const took: number[] = [];
    for (let batch = 0; batch < 2 * batches; batch += 1) {
      const some = Array.from({ length: changesAtOnce }, () => {
        nextId += 1;
        return randomChange(random, nextId, newOnes / changesAtOnce, chunks);
      });
      const columns = inColumns ? columnsOf(some) : undefined;
      const began = performance.now();
      if (columns === undefined) changes.apply(some);
      else changes.putAll(columns);
      if (batch >= batches) took.push(performance.now() - began);
    }
    const began = performance.now();
    changes.expiring(now, now);
    const listing = (performance.now() - began) / (2 * batches);
    const sorted = took.toSorted((a, b) => a - b).map((time) => time.toFixed(3));
    measurements.push({
      work: `${counted(changesAtOnce)} ${name} on top of ${size}: ${median(took).toFixed(3)} ms`,
      ours: 'Rapport',
      peer: '',
      rounds: [],
      notes: [
        `${sorted[0]} to ${sorted[Math.floor(0.9 * batches)]} in nine of ten; ${counted(batches)} times, after as many to warm up.`,
        `To list those that are new by day, when next asked: ${listing.toFixed(3)} ms for each ${counted(changesAtOnce)} changes.`,
      ],
    });
  }
  const afterChanges = changes.allCounts();
  expectSame(afterChanges, rebuild(rows));
  return measurements;
}

/** New answers as columns, as they are streamed in. */
function columnsOf(changes: readonly AnswerChange[]): AnswerChunk {
  const answers = changes.flatMap((change) => ('put' in change ? [change.put] : []));
  return {
    id: Uint32Array.from(answers, ({ id }) => id),
    account: Int32Array.from(answers, ({ account }) => account),
    contact: Uint32Array.from(answers, ({ contact }) => contact),
    respondedAt: Float64Array.from(answers, ({ respondedAt }) => respondedAt),
    score: Uint8Array.from(answers, ({ score }) => score),
  };
}

function randomChange(
  random: () => number,
  nextId: number,
  shareOfNew: number,
  chunks: AnswerChunk[],
): AnswerChange {
  const score = Math.floor(random() * 11);
  if (random() < shareOfNew) {
    const account = Math.floor(random() * accountCount);
    const contact = account * contactsPerAccount + Math.floor(random() * contactsPerAccount);
    const respondedAt = now - Math.floor(random() * millisecondsPerDay);
    return { put: { id: nextId, account, contact, respondedAt, score } };
  }
  const chunk = chunks[Math.floor(random() * chunks.length)] as AnswerChunk;
  const row = Math.floor(random() * chunk.id.length);
  const columns = [chunk.id, chunk.account, chunk.contact, chunk.respondedAt];
  const [id = 0, account = 0, contact = 0, respondedAt = 0] = columns.map((column) => column[row]);
  return random() < 0.75 ? { put: { id, account, contact, respondedAt, score } } : { remove: id };
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

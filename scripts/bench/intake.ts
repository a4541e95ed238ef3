import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DatabaseSync } from 'node:sqlite';
import { parse } from 'csv-parse';
import { importResponses } from '../../src/intake/import-file.ts';
import { responseMapping } from '../../src/intake/mapping.ts';
import { openSqliteOutbox } from '../../src/outbox/sqlite-outbox.ts';
import { alternate } from './rounds.ts';
import type { Measurement } from './rounds.ts';

const answers = 50_000;
const rowsPerTransaction = 500;
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
export async function measureIntake(folder: string): Promise<Measurement> {
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

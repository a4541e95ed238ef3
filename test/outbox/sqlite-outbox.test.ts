import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect } from 'chai';
import type { OutboxError } from '../../src/outbox/outbox.ts';
import { openSqliteOutbox } from '../../src/outbox/sqlite-outbox.ts';
import { answerParcel, describeOutboxContract } from './outbox-contract.ts';

const now = new Date('2026-06-30T08:00:00Z');

describeOutboxContract('SQLite', async () => openSqliteOutbox(':memory:'));

describe('an outbox file', () => {
  let folder: string;
  let path: string;
  const openingFails = () => {
    try {
      openSqliteOutbox(path);
    } catch (error) {
      return error as OutboxError;
    }
    throw new Error('it opened');
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rapport-outbox-'));
    path = join(folder, 'outbox.sqlite');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('still holds every acknowledged answer after kill -9', async () => {
    const writer = spawn(
      process.execPath,
      [
        '--input-type=module-typescript',
        '--eval',
        `import { openSqliteOutbox } from ${JSON.stringify(new URL('../../src/outbox/sqlite-outbox.ts', import.meta.url).href)};
         import { answerParcel } from ${JSON.stringify(new URL('./outbox-contract.ts', import.meta.url).href)};
         globalThis.describe = () => {};
         const outbox = openSqliteOutbox(${JSON.stringify(path)});
         for (let i = 0; ; i += 1) {
           await outbox.put([answerParcel(String(i))], new Date());
           console.log(i);
         }`,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    let printed = '';
    writer.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      if (printed.split('\n').length > 20) writer.kill('SIGKILL');
    });
    await once(writer, 'close');
    const acknowledged = printed.split('\n').filter((line) => line !== '').length;
    const outbox = openSqliteOutbox(path);
    expect(acknowledged).to.be.greaterThan(10);
    expect((await outbox.counts()).waiting).to.be.at.least(acknowledged);
    await outbox.close();
  });

  it('hands out at once what a killed process of this machine held', async () => {
    const outbox = openSqliteOutbox(path);
    const gone = spawn(process.execPath, ['--eval', '']);
    await once(gone, 'close');
    const lease = (processId: number) =>
      outbox.lease({
        kind: 'response',
        worker: { host: 'here', processId, name: 'sync' },
        now,
        leaseSeconds: 600,
        limit: 10,
      });
    await outbox.put([answerParcel('a')], now);
    expect(await lease(gone.pid!)).to.have.length(1);
    expect(await lease(process.pid)).to.have.length(1);
    expect(await lease(process.pid)).to.have.length(0);
    await outbox.close();
  });

  it('says so when the disk is full, and keeps what it had', async () => {
    const outbox = openSqliteOutbox(path);
    await outbox.put([answerParcel('a')], now);
    await outbox.close();
    const pages = new DatabaseSync(path).prepare('PRAGMA page_count').get()?.['page_count'];
    // the connection that is used must carry the limit: SQLite's own stand-in for a full disk
    const limited = openSqliteOutbox(path, { maximumPages: Number(pages) });
    const large = answerParcel('large', { comment: 'x'.repeat(30_000) });
    const failure = await limited.put([large], now).catch((error: OutboxError) => error);
    expect(failure).to.include({ name: 'OutboxError', code: 'full', location: path });
    expect(await limited.counts()).to.include({ waiting: 1 });
    await limited.close();
  });

  it('is not opened when it is a database of something else', () => {
    const other = new DatabaseSync(path);
    other.exec('CREATE TABLE customers (name TEXT)');
    other.close();
    expect(openingFails()).to.include({ name: 'OutboxError', code: 'notAnOutbox' });
  });

  it('is not opened when it is no database at all', () => {
    writeFileSync(path, 'email;score\nanna@customer.example;9\n'.repeat(50));
    expect(openingFails()).to.include({ name: 'OutboxError', code: 'notAnOutbox' });
  });

  it('is not opened in a folder that does not exist', () => {
    path = join(folder, 'nowhere', 'outbox.sqlite');
    expect(openingFails()).to.include({ name: 'OutboxError', code: 'unreachable' });
  });
});

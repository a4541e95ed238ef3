import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { DatabaseSync } from 'node:sqlite';
import { expect } from 'chai';
import type { OutboxError } from '../../src/outbox/outbox.ts';
import { openSqliteOutbox } from '../../src/outbox/sqlite-outbox.ts';
import { answerParcel, describeOutboxContract } from './outbox-contract.ts';
import { makeVersion1 } from './version-1.ts';

const now = new Date('2026-06-30T08:00:00Z');
const farFuture = Date.parse('2100-01-01T00:00:00Z');

/** A process that puts answers, some at a time, and prints their ids once they are acknowledged. */
function startWriter(
  path: string,
  name: string,
  count: number,
  atATime = 1,
): ChildProcessByStdio<null, Readable, null> {
  const outboxModule = new URL('../../src/outbox/sqlite-outbox.ts', import.meta.url).href;
  const parcelsModule = new URL('./parcels.ts', import.meta.url).href;
  const script = `
    import { openSqliteOutbox } from ${JSON.stringify(outboxModule)};
    import { answerParcel } from ${JSON.stringify(parcelsModule)};
    const outbox = openSqliteOutbox(${JSON.stringify(path)});
    let next = 0;
    await Promise.all(Array.from({ length: ${atATime} }, async () => {
      while (next < ${count}) {
        const id = '${name}-' + next++;
        await outbox.put([answerParcel(id)], new Date());
        console.log(id);
      }
    }));
    await outbox.close();`;
  return spawn(process.execPath, ['--input-type=module-typescript', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

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
    const writer = startWriter(path, 'killed', Infinity, 25);
    let printed = '';
    writer.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      if (printed.split('\n').length > 20) writer.kill('SIGKILL');
    });
    await once(writer, 'close');
    const acknowledged = printed.split('\n').filter((line) => line !== '').length;
    const outbox = openSqliteOutbox(path);
    expect(acknowledged).to.be.greaterThan(10);
    const again = printed
      .split('\n')
      .filter((line) => line !== '')
      .map((id) => answerParcel(id));
    expect(new Set(await outbox.put(again, now)), 'what had been acknowledged').to.deep.equal(
      new Set(['unchanged']),
    );
    await outbox.close();
  });

  it('brings a file of version 1 up to date, with all that is in it', async () => {
    makeVersion1(path, now);
    const outbox = openSqliteOutbox(path);
    expect(await outbox.summary()).to.deep.include({
      oldestWaiting: new Date(now.getTime() - 5000),
      reasons: [
        { code: 'Unknown Contact', state: 'setAside', count: 1 },
        { code: 'UNABLE_TO_LOCK_ROW', state: 'waiting', count: 1 },
      ].sort((a, b) => (a.code < b.code ? -1 : 1)),
      touchedAccounts: 1,
    });
    expect(await outbox.counts()).to.deep.equal({
      waiting: 3,
      inFlight: 0,
      confirmed: 1,
      setAside: 1,
      dismissed: 0,
      erased: 0,
    });
    const worker = { host: 'here', processId: process.pid, name: 'sync' };
    const lease = (time: number) =>
      outbox.lease({
        kind: 'response',
        step: 'match',
        worker,
        now: new Date(time),
        leaseSeconds: 60,
        limit: 10,
      });
    const due = await lease(now.getTime());
    expect(
      due.map(({ content, version, listedInOrg }) => [content.externalId, version, listedInOrg]),
    ).to.deep.equal([
      ['waiting', 1, false],
      ['inFlight', 3, true],
    ]);
    expect(await lease(farFuture - 1)).to.have.length(2);
    expect(await lease(farFuture)).to.have.length(1);
    expect(await outbox.put([answerParcel('confirmed'), answerParcel('waiting')], now)).to.deep.equal([
      'unchanged',
      'unchanged',
    ]);
    expect(await outbox.watermark('scored')).to.deep.equal(new Date(5000));
    const erasure = await outbox.erase(
      { emails: ['SETASIDE@customer.example'], contactIds: ['003000000000001AAA'], externalIds: [] },
      now,
    );
    expect(erasure.erased).to.equal(2);
    const failure = await outbox.tieTo('00D000000000002').catch((error: unknown) => error);
    expect(failure).to.include({ code: 'otherOrg' });
    await outbox.close();
    await openSqliteOutbox(path).close();
  });

  it('hands out at once what an earlier process of the same number held, as in a container', async () => {
    const outbox = openSqliteOutbox(path);
    await outbox.put([answerParcel('a')], now);
    const request = {
      kind: 'response',
      step: 'match',
      worker: { host: 'here', processId: process.pid, name: 'sync' },
      now,
      leaseSeconds: 600,
      limit: 10,
    } as const;
    const module = new URL('../../src/outbox/sqlite-outbox.ts', import.meta.url).href;
    const script = `
      import { openSqliteOutbox } from ${JSON.stringify(module)};
      const request = ${JSON.stringify(request)};
      const outbox = openSqliteOutbox(${JSON.stringify(path)});
      console.log((await outbox.lease({ ...request, now: new Date(request.now) })).length);
      await outbox.close();`;
    const earlier = spawn(process.execPath, ['--input-type=module-typescript', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let leased = '';
    earlier.stdout.on('data', (chunk: Buffer) => (leased += chunk.toString()));
    await once(earlier, 'close');
    expect(leased.trim()).to.equal('1');
    expect(await outbox.lease(request)).to.have.length(1);
    expect(await outbox.lease({ ...request, worker: { ...request.worker, name: 'other' } })).to.have.length(
      0,
    );
    await outbox.close();
  });

  it('is filled by two processes at a time', async () => {
    const outbox = openSqliteOutbox(path);
    const other = startWriter(path, 'other', 200);
    const ended = once(other, 'close');
    for (let index = 0; index < 200; index += 1) await outbox.put([answerParcel(`ours-${index}`)], now);
    expect((await ended)[0]).to.equal(0);
    expect((await outbox.counts()).waiting).to.equal(400);
    await outbox.close();
  });

  it('commits calls that come at the same time together, and acknowledges none before', async () => {
    const outbox = openSqliteOutbox(path);
    const reader = new DatabaseSync(path);
    const onDisk = () => Number(reader.prepare('SELECT count(*) AS n FROM parcel').get()?.['n']);
    let acknowledged = 0;
    const seen = new Set<number>();
    const calls = Array.from({ length: 100 }, async (_, index) => {
      await outbox.put([answerParcel(`p${index}`)], now);
      acknowledged += 1;
      seen.add(onDisk());
      expect(onDisk()).to.be.at.least(acknowledged);
    });
    await Promise.all(calls);
    expect([...seen], 'what was on disk when an answer was acknowledged').to.deep.equal([100]);
    reader.close();
    await outbox.close();
  });

  it('hands out at once what a killed process of this machine held', async () => {
    const outbox = openSqliteOutbox(path);
    const gone = spawn(process.execPath, ['--eval', '']);
    await once(gone, 'close');
    const lease = (processId: number) =>
      outbox.lease({
        kind: 'response',
        step: 'match',
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

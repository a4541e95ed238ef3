import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { openPostgresOutbox } from '../../src/outbox/postgres-outbox.ts';
import { accountId, answerParcel, start } from './parcels.ts';
import { asAdmin, postgresAddress, TestSchemas, needsPostgres } from './postgres.ts';

const script = fileURLToPath(new URL('worker-process.ts', import.meta.url));
const answers = 2000;
const accounts = 150;
const workers = 4;

describe('several workers in processes of their own, on one PostgreSQL', () => {
  const schemas = new TestSchemas();
  let address: string;
  let schema: string;
  let children: ChildProcess[] = [];

  before(needsPostgres);
  beforeEach(async () => {
    address = schemas.address();
    schema = new URL(address).searchParams.get('schema')!;
    const outbox = await openPostgresOutbox(address);
    await outbox.put(
      Array.from({ length: answers }, (_, index) =>
        answerParcel(`p${index}`, { survey: accountId((index * index) % accounts) }),
      ),
      start,
    );
    await outbox.close();
    await asAdmin(async (client) => {
      await client.query(`CREATE TABLE ${schema}.held (account text PRIMARY KEY, process integer)`);
      await client.query(`CREATE TABLE ${schema}.written (answer text, process integer)`);
    });
  });
  afterEach(() => {
    for (const child of children) child.kill('SIGKILL');
    children = [];
  });
  after(() => schemas.drop());

  const startWorker = () => {
    const child = spawn(process.execPath, [script, address, postgresAddress, schema], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    children.push(child);
    const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, output }));
    return { child, ended };
  };
  const written = () =>
    asAdmin(async (client) => {
      const { rows } = await client.query<{ answers: string; all: string; processes: string }>(
        `SELECT count(DISTINCT answer) AS answers, count(*) AS all, count(DISTINCT process) AS processes
         FROM ${schema}.written`,
      );
      return {
        answers: Number(rows[0]!.answers),
        all: Number(rows[0]!.all),
        processes: Number(rows[0]!.processes),
      };
    });
  const counts = async () => {
    const outbox = await openPostgresOutbox(address);
    const found = await outbox.counts();
    await outbox.close();
    return found;
  };

  it('write each answer once, and never have one account in the hands of two', async () => {
    const running = Array.from({ length: workers }, () => startWorker());
    for (const { ended } of running) expect(await ended).to.deep.equal({ code: 0, output: '' });
    expect(await written()).to.deep.equal({ answers, all: answers, processes: workers });
    expect(await counts()).to.include({ confirmed: answers, waiting: 0, inFlight: 0 });
  });

  it('lose nothing when one of them is killed: what it held is handed out at once', async () => {
    const [victim, ...others] = Array.from({ length: workers }, () => startWorker());
    await once(victim!.child.stdout, 'data');
    victim!.child.kill('SIGKILL');
    await victim!.ended;
    for (const { ended } of others) expect(await ended).to.deep.equal({ code: 0, output: '' });
    const { answers: distinct } = await written();
    expect(distinct).to.equal(answers);
    expect(await counts()).to.include({ confirmed: answers, waiting: 0, inFlight: 0 });
  });
});

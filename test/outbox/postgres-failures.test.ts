import { createServer, connect } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { inspect } from 'node:util';
import { expect } from 'chai';
import type { Outbox } from '../../src/outbox/outbox.ts';
import { openPostgresOutbox } from '../../src/outbox/postgres-outbox.ts';
import { anna, answerParcel, claim, failureOf, idsOf, lease, reason, start } from './parcels.ts';
import { asAdmin, postgresAddress, TestSchemas, needsPostgres } from './postgres.ts';

const schemas = new TestSchemas();
const codeOf = async (promise: Promise<unknown>) =>
  (await failureOf(promise)) as { code: string; location: string };

describe('an outbox in PostgreSQL when things go wrong', () => {
  before(needsPostgres);
  after(() => schemas.drop());

  it('is made once by those who open it at the same time', async () => {
    const address = schemas.address();
    const outboxes = await Promise.all(Array.from({ length: 5 }, () => openPostgresOutbox(address)));
    await outboxes[0]!.put([answerParcel('a')], start);
    for (const outbox of outboxes) {
      expect(await outbox.counts()).to.include({ waiting: 1 });
      await outbox.close();
    }
  });

  it('is not opened in a schema of something else, nor of a newer version', async () => {
    const address = schemas.address();
    const schema = new URL(address).searchParams.get('schema')!;
    await asAdmin((client) =>
      client.query(`CREATE SCHEMA ${schema}; CREATE TABLE ${schema}.customers (name text)`),
    );
    expect(await codeOf(openPostgresOutbox(address))).to.include({ code: 'notAnOutbox' });
    const newer = schemas.address();
    await (await openPostgresOutbox(newer)).close();
    const newerSchema = new URL(newer).searchParams.get('schema')!;
    await asAdmin((client) => client.query(`UPDATE ${newerSchema}.identity SET schema_version = 99`));
    expect(await codeOf(openPostgresOutbox(newer))).to.include({ code: 'notAnOutbox' });
  });

  it('is made in an empty schema by someone who may not make schemas', async () => {
    const address = new URL(schemas.address());
    const schema = address.searchParams.get('schema')!;
    await asAdmin((client) =>
      client.query(`CREATE ROLE ${schema} LOGIN; CREATE SCHEMA ${schema} AUTHORIZATION ${schema};`),
    );
    address.username = schema;
    const outbox = await openPostgresOutbox(address.href);
    expect(await outbox.put([answerParcel('a')], start)).to.deep.equal(['new']);
    await outbox.close();
    await asAdmin((client) => client.query(`DROP OWNED BY ${schema}; DROP ROLE ${schema}`));
  });

  it('says that it cannot be reached, and shows no password', async () => {
    const secret = 'hunter2';
    const unknownUser = new URL(postgresAddress);
    unknownUser.username = 'nobody_of_this_name';
    unknownUser.password = secret;
    for (const address of [
      `postgres://rapport:${secret}@127.0.0.1:1/test`,
      `postgres://127.0.0.1:1/test?password=${secret}`,
      `postgres://rapport:${secret}@127.0.0.1:not-a-port/test`,
      unknownUser.href,
    ]) {
      const failure = await failureOf(openPostgresOutbox(address, { patienceSeconds: 0.2 }));
      expect(failure).to.include({ name: 'OutboxError', code: 'unreachable' });
      expect(inspect(failure, { depth: 10, showHidden: true })).to.not.include(secret);
    }
  });

  it('does not take an address whose password cuts it short, says why, and shows nothing of it', async () => {
    for (const cut of ['#', '/', '?']) {
      const secret = 'hunter2';
      const failure = (await failureOf(
        openPostgresOutbox(`postgres://rapport:12${cut}${secret}@127.0.0.1:1/test`, { patienceSeconds: 0.2 }),
      )) as Error;
      expect(failure).to.include({ name: 'OutboxError', code: 'unreachable' });
      expect(failure.message).to.include('percent-encoded');
      expect(inspect(failure, { depth: 10, showHidden: true })).to.not.include(secret);
    }
    const address = 'postgres://rapport@127.0.0.1:1/test/further#hidden';
    const failure = await codeOf(openPostgresOutbox(address, { patienceSeconds: 0.2 }));
    expect(failure.location).to.equal('postgres://rapport@127.0.0.1:1/test');
  });

  it('hands out nothing that another worker holds to one whose clock is ahead, and wakes what rests by one clock', async () => {
    const address = schemas.address();
    const ahead = () => new Date(Date.now() + 600_000);
    const [right, hasty] = [
      await openPostgresOutbox(address),
      await openPostgresOutbox(address, { clock: ahead }),
    ];
    await right.put([answerParcel('a')], new Date());
    const worker = (name: string) => ({ host: name, processId: 1, name });
    const request = { kind: 'response', step: 'match', leaseSeconds: 60, limit: 9 } as const;
    const held = await right.lease({ ...request, worker: worker('right'), now: new Date() });
    expect(held).to.have.length(1);
    expect(await right.takeTurn('pull', claim(worker('right'), new Date()))).to.equal(true);
    expect(await hasty.lease({ ...request, worker: worker('hasty'), now: ahead() })).to.deep.equal([]);
    expect(await hasty.takeTurn('pull', claim(worker('hasty'), ahead()))).to.equal(false);
    await right.release(worker('right'));
    const [again] = await hasty.lease({ ...request, worker: worker('hasty'), now: ahead() });
    const { kind, version } = again!;
    const retry = { outcome: 'retry', notBefore: ahead(), reason } as const;
    await hasty.settle([{ kind, externalId: 'a', version, ...retry }], ahead());
    const due = await hasty.nextDue('response');
    expect(due!.getTime() - ahead().getTime(), 'by its own clock').to.be.within(-5000, 5000);
    const soon = new Date(Date.now() + 5000);
    expect(await right.lease({ ...request, worker: worker('right'), now: soon })).to.have.length(1);
    await right.close();
    await hasty.close();
  });

  it('keeps what the org has said whatever characters it has', async () => {
    const outbox = await schemas.open();
    await outbox.put([answerParcel('a', { survey: 'not\0 there' })], start);
    const [parcel] = await lease(outbox, 'match');
    const why = { code: 'Unknown Survey', detail: `${parcel!.content.survey} \ud83d` };
    const { kind, version } = parcel!;
    const setAside = { outcome: 'setAside', reason: why, listedInOrg: false } as const;
    await outbox.settle([{ kind, externalId: 'a', version, ...setAside }], start);
    expect((await outbox.listTroubled(1))[0]?.reason.detail).to.equal('not there \ufffd');
    await outbox.close();
  });

  it('goes on when all its connections are broken in the middle, as by a restart', async () => {
    const address = schemas.address();
    const schema = new URL(address).searchParams.get('schema')!;
    const outbox = await openPostgresOutbox(address);
    let isDone = false;
    let broken = 0;
    const breaking = asAdmin(async (client) => {
      while (!isDone) {
        const { rowCount } = await client.query(
          `SELECT pg_terminate_backend(pid) FROM pg_locks
           JOIN pg_stat_activity USING (pid) JOIN pg_class ON pg_class.oid = relation
           WHERE application_name = 'rapport' AND relnamespace = '${schema}'::regnamespace LIMIT 1`,
        );
        broken += rowCount ?? 0;
        await new Promise((resolve) => setTimeout(resolve, 30));
      }
    });
    const results: string[] = [];
    // however fast the machine is: until enough was broken
    for (let round = 0; round < 150 || (broken < 10 && round < 5000); round += 1) {
      const puts = await Promise.all(
        [0, 1].map((half) => outbox.put([answerParcel(`p${round}-${half}`)], start)),
      );
      results.push(...puts.flat());
    }
    const seen: string[] = [];
    for (;;) {
      const parcels = await lease(outbox, 'match', { limit: 7 });
      if (parcels.length === 0) break;
      seen.push(...idsOf(parcels));
      await outbox.settle(
        parcels.map(({ kind, content, version }) => ({
          kind,
          externalId: content.externalId,
          version,
          outcome: 'confirmed',
          touchedAccountId: '001A',
        })),
        start,
      );
    }
    isDone = true;
    await breaking;
    expect(broken, 'connections broken').to.be.at.least(10);
    // every answer new, none 'unchanged': what was committed though its answer was lost is told truly
    expect(new Set(results)).to.deep.equal(new Set(['new']));
    expect(new Set(seen).size).to.equal(results.length);
    expect(seen, 'handed out once').to.have.length(results.length);
    expect(await outbox.counts()).to.include({ waiting: 0, inFlight: 0, confirmed: results.length });
    await outbox.close();
  });

  describe('behind a network that loses answers', () => {
    let server: Server;
    let outbox: Outbox;
    /** Once set, the answer to the next COMMIT is lost, and the connection with it. */
    let loseCommit = false;
    let lost = 0;
    const sockets = new Set<Socket>();

    beforeEach(async () => {
      const target = new URL(postgresAddress);
      server = createServer((client: Socket) => {
        const upstream = connect(Number(target.port) || 5432, target.hostname);
        let isCommitting = false;
        sockets.add(client);
        client.on('data', (chunk: Buffer) => {
          isCommitting ||= loseCommit && chunk.includes('COMMIT');
          upstream.write(chunk);
        });
        upstream.on('data', (chunk: Buffer) => {
          if (!isCommitting) return void client.write(chunk);
          loseCommit = false;
          lost += 1;
          client.destroy();
          upstream.destroy();
        });
        for (const [one, another] of [
          [client, upstream],
          [upstream, client],
        ] as const) {
          one.on('error', () => another.destroy());
          one.on('close', () => another.destroy());
        }
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const address = new URL(schemas.address());
      address.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
      outbox = await openPostgresOutbox(address.href, { patienceSeconds: 2 });
      lost = 0;
    });
    afterEach(async () => {
      await outbox.close();
      server.close();
    });

    it('answers truly when the answer to a commit was lost, and does nothing twice', async () => {
      loseCommit = true;
      expect(await outbox.put([answerParcel('a')], start)).to.deep.equal(['new']);
      loseCommit = true;
      expect(idsOf(await lease(outbox, 'match'))).to.deep.equal(['a']);
      loseCommit = true;
      await outbox.recordRun({
        startedAt: start,
        endedAt: start,
        confirmed: 0,
        setAside: 0,
        retried: 0,
        accountsScored: 0,
        apiCalls: 0,
      });
      expect(lost).to.equal(3);
      expect(await outbox.lastRuns(9)).to.have.length(1);
    });

    it('says that it cannot be reached when the server stays away', async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      const calls = [
        outbox.put([answerParcel('a')], start),
        outbox.put([answerParcel('b')], start),
        outbox.takeTurn('pull', claim(anna)),
        outbox.counts(),
      ];
      const failures = await Promise.all(calls.map((call) => failureOf(call)));
      for (const failure of failures) expect(failure).to.include({ code: 'unreachable' });
    });
  });
});

import { expect } from 'chai';
import type { Outbox } from '../../src/outbox/outbox.ts';
import { openSqliteOutbox } from '../../src/outbox/sqlite-outbox.ts';
import { startServer } from '../../src/server/start-server.ts';
import type { Server, ServerState } from '../../src/server/start-server.ts';
import { answerParcel } from '../outbox/outbox-contract.ts';

const start = new Date('2026-06-30T08:00:00Z');

describe('the server', () => {
  let outbox: Outbox;
  let state: ServerState;
  let server: Server;

  const get = async (path: string) => {
    const answer = await fetch(`${server.url}${path}`);
    return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() };
  };
  const worker = { host: 'here', processId: process.pid, name: 'test' };

  beforeEach(async () => {
    outbox = openSqliteOutbox(':memory:');
    state = {
      counts: {
        rounds: { succeeded: 3, failed: 1 },
        confirmed: 7,
        setAside: 2,
        retried: 0,
        accountsScored: 4,
        apiCalls: 29,
        lastSuccess: start,
        apiUsage: { used: 120, max: 15_000 },
      },
    };
    server = await startServer({
      outbox,
      state,
      host: '127.0.0.1',
      port: 0,
      clock: () => new Date(start.getTime() + 90_000),
    });
  });
  afterEach(async () => {
    await server.close();
    await outbox.close().catch(() => undefined);
  });

  it('says that it is up as long as it answers, and ready as long as its rounds succeed', async () => {
    expect(await get('/health')).to.deep.include({ status: 200, text: '{"status":"up"}' });
    expect(await get('/ready')).to.deep.include({ status: 200, text: '{"status":"ready"}' });
    state.failure = 'INVALID_SESSION_ID';
    expect(await get('/health')).to.include({ status: 200 });
    expect(await get('/ready')).to.deep.include({
      status: 503,
      text: '{"status":"failing","code":"INVALID_SESSION_ID"}',
    });
  });

  it('says that it is not ready when the outbox cannot be read, without giving anything away', async () => {
    await outbox.close();
    expect(await get('/ready')).to.deep.include({
      status: 503,
      text: '{"status":"failing","code":"OUTBOX_FAILED"}',
    });
    const metrics = await get('/metrics');
    expect(metrics).to.deep.include({ status: 503, text: '{"status":"failing"}' });
  });

  it('gives its figures in the text format of Prometheus, and nothing personal', async () => {
    await outbox.put([answerParcel('anna'), answerParcel('bert')], start);
    const [parcel] = await outbox.lease({
      kind: 'response',
      step: 'match',
      worker,
      now: start,
      leaseSeconds: 60,
      limit: 1,
    });
    await outbox.settle(
      [
        {
          kind: 'response',
          externalId: parcel?.content.externalId ?? '',
          version: 1,
          outcome: 'setAside',
          reason: { code: 'Un"known\\\nContact', detail: 'anna@customer.example' },
          listedInOrg: false,
        },
      ],
      start,
    );
    const { status, type, text } = await get('/metrics');
    expect(status).to.equal(200);
    expect(type).to.equal('text/plain; version=0.0.4; charset=utf-8');
    const lines = text.split('\n');
    expect(lines).to.include('rapport_outbox_parcels{kind="response",state="waiting"} 1');
    expect(lines).to.include('rapport_outbox_parcels{kind="response",state="setAside"} 1');
    expect(lines).to.include('rapport_outbox_troubled{code="Un\\"known\\\\\\nContact",state="setAside"} 1');
    expect(lines).to.include('rapport_outbox_lag_seconds 90');
    expect(lines).to.include('rapport_sync_rounds_total{outcome="failed"} 1');
    expect(lines).to.include('rapport_api_calls_total 29');
    expect(lines).to.include('rapport_org_api_limit 15000');
    expect(lines).to.include(`rapport_sync_last_success_timestamp_seconds ${start.getTime() / 1000}`);
    expect(text).to.not.match(/@|anna/);
    // the grammar of the format, line by line, and each metric described before its samples
    const described = new Set<string>();
    for (const line of lines.slice(0, -1)) {
      const type = /^# TYPE ([a-z_]+) (?:counter|gauge)$/.exec(line)?.[1];
      if (type !== undefined) described.add(type);
      else if (!line.startsWith('# HELP ')) {
        const name = /^([a-z_]+)(?:\{(?:[a-z]+="(?:[^"\\\n]|\\[\\n"])*",?)+\})? -?[0-9.e+]+$/.exec(line)?.[1];
        expect(name, line).to.be.oneOf([...described]);
      }
    }
    expect(lines.at(-1)).to.equal('');
  });

  it('gives no figure of what is not known yet', async () => {
    delete state.counts.lastSuccess;
    delete state.counts.apiUsage;
    const { text } = await get('/metrics');
    expect(text).to.not.match(/last_success|org_api/);
    expect(text).to.include('rapport_outbox_lag_seconds 0');
  });

  it('knows no other addresses', async () => {
    expect(await get('/')).to.include({ status: 404 });
  });
});

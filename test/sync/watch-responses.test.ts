import { expect } from 'chai';
import { OutboxError } from '../../src/outbox/outbox.ts';
import { SalesforceFailure } from '../../src/salesforce/failure.ts';
import { SalesforceOrg } from '../../src/salesforce/org.ts';
import { signIn } from '../../src/salesforce/login.ts';
import { mayPass, pauseAfter, watchResponses } from '../../src/sync/watch-responses.ts';
import type { WatchRound } from '../../src/sync/watch-responses.ts';
import { startFaultProxy } from '../support/fault-proxy.ts';
import { SyncStage } from '../support/sync-stage.ts';

const start = new Date('2026-06-10T08:00:00Z');

describe('a watch', () => {
  let stage: SyncStage;

  beforeEach(async () => {
    stage = await SyncStage.open(start);
    await stage.account('Ahlborn', 'anna', 'bert');
  });
  afterEach(() => stage.close());

  /** Rounds of a watch, each of which may do something before the next; time passes while it pauses. */
  const rounds = async (count: number, between: (round: number) => Promise<void>, org?: SalesforceOrg) => {
    const stop = new AbortController();
    const told: WatchRound[] = [];
    await watchResponses({
      ...(await stage.request()),
      ...(org === undefined ? {} : { org }),
      everySeconds: 30,
      random: () => 0,
      signal: stop.signal,
      sleep: async (milliseconds) => {
        stage.now = new Date(stage.now.getTime() + milliseconds);
        await between(told.length);
      },
      onRound: (round) => {
        told.push(round);
        if (told.length === count) stop.abort();
      },
    });
    return told;
  };

  it('brings in what comes between its rounds, and asks three API calls of the org when nothing does', async () => {
    const told = await rounds(4, async (round) => {
      if (round === 1) await stage.answer('anna');
    });
    expect(told.map(({ report }) => report?.confirmed)).to.deep.equal([0, 1, 0, 0]);
    expect(told[3]?.report?.apiCalls).to.equal(3);
    // what a round did is kept, but not that one did nothing
    expect((await stage.outbox.lastRuns(10)).every(({ accountsScored }) => accountsScored > 0)).to.equal(
      true,
    );
  });

  it('does not pause longer because the clock was set back meanwhile', async () => {
    const pauses: number[] = [];
    const stop = new AbortController();
    await watchResponses({
      ...(await stage.request()),
      everySeconds: 30,
      signal: stop.signal,
      sleep: async (milliseconds) => {
        pauses.push(milliseconds);
        if (pauses.length === 2) stop.abort();
      },
      onRound: () => {
        stage.now = new Date(stage.now.getTime() - 86_400_000);
      },
    });
    expect(pauses).to.deep.equal([30_000, 30_000]);
  });

  it('goes on when a comparison of sums cannot be answered, and makes it an hour later', async () => {
    let asked = 0;
    const connection = await signIn(stage.org.credentials, () => stage.now);
    const request = connection.request.bind(connection);
    connection.request = <Answer>(options: { body?: string }) => {
      const isComparison = decodeURIComponent(options.body ?? '').includes('SUM(Feedback_Promoters__c)');
      if (isComparison) asked += 1;
      return isComparison && asked <= 4
        ? Promise.reject(Object.assign(new Error('too long'), { errorCode: 'QUERY_TIMEOUT' }))
        : request<Answer>(options as never);
    };
    const org = new SalesforceOrg(connection, { sleep: () => Promise.resolve() });
    const told = await rounds(3, async () => undefined, org);
    expect(told.map(({ failure }) => failure)).to.deep.equal([undefined, undefined, undefined]);
    const askedBefore = asked;
    expect(askedBefore).to.be.greaterThan(0);
    stage.now = new Date(stage.now.getTime() + 3_600_000);
    await rounds(1, async () => undefined, org);
    expect(asked).to.be.greaterThan(askedBefore);
  });

  it('goes on when the org was down, after longer and longer pauses', async () => {
    await stage.answer('anna');
    let isDown = false;
    const proxy = await startFaultProxy(stage.org.localOrg.url, () => (isDown ? 'beforeOrg' : 'none'));
    const connection = await signIn({ ...stage.org.credentials, loginUrl: proxy.url }, () => stage.now);
    const org = new SalesforceOrg(connection, { sleep: () => Promise.resolve(), timeoutSeconds: 2 });
    isDown = true;
    const told = await rounds(
      3,
      async (round) => {
        if (round === 2) isDown = false;
      },
      org,
    );
    await proxy.close();
    expect(told.map(({ failure, report }) => failure?.code ?? report?.confirmed)).to.deep.equal([
      told[0]?.failure?.code,
      told[1]?.failure?.code,
      1,
    ]);
    expect(told[0]?.failure).to.exist;
    const pauses = told[1]!.nextAt!.getTime() - told[0]!.nextAt!.getTime();
    expect(pauses).to.be.at.least(120_000);
  });

  it('ends at once when it is asked to, though it pauses, and holds nothing', async () => {
    const stop = new AbortController();
    const request = { ...(await stage.request()), sleep: undefined };
    const watch = watchResponses({
      ...request,
      everySeconds: 3600,
      signal: stop.signal,
      onRound: () => setTimeout(() => stop.abort(), 20),
    });
    await watch;
    expect(await stage.outbox.counts()).to.include({ inFlight: 0 });
  });
});

describe('a failure', () => {
  it('ends a watch only when it does not pass by itself', () => {
    const failure = (kind: SalesforceFailure['kind']) => new SalesforceFailure(kind, 'CODE', 'text');
    expect(mayPass(failure('unreachable'))).to.equal(true);
    expect(mayPass(failure('later'))).to.equal(true);
    expect(mayPass(failure('session'))).to.equal(false);
    expect(mayPass(failure('notAllowed'))).to.equal(false);
    expect(mayPass(new OutboxError('busy', 'here', undefined))).to.equal(true);
    expect(mayPass(new OutboxError('otherOrg', 'here', undefined))).to.equal(false);
  });

  it('is followed by a pause that doubles, up to a quarter of an hour', () => {
    expect([1, 2, 3, 10, 1000].map((failures) => pauseAfter(failures, 30, 0))).to.deep.equal([
      60, 120, 240, 900, 900,
    ]);
    expect(pauseAfter(1, 30, 1)).to.equal(30);
    expect(pauseAfter(5, 3600, 0)).to.equal(3600);
  });
});

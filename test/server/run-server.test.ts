import { expect } from 'chai';
import { runServer } from '../../src/server/run-server.ts';
import type { ServerEvent } from '../../src/server/run-server.ts';
import { answerParcel } from '../outbox/outbox-contract.ts';
import { SyncStage } from '../support/sync-stage.ts';
import type { Row } from '../support/sync-stage.ts';

const start = new Date('2026-06-10T08:00:00Z');
const people = 30;
const answers = 2400;

describe('a server that syncs', () => {
  let stage: SyncStage;

  before(async () => {
    stage = await SyncStage.open(start);
    const names = Array.from({ length: people }, (_, index) => `person-${index}`);
    await stage.account('Ahlborn Secret Works', ...names);
  });
  after(() => stage.close());

  const put = (round: string, count: number) =>
    stage.outbox.put(
      Array.from({ length: count }, (_, index) =>
        answerParcel(`${round}-${index}`, {
          respondent: { email: `person-${index % people}@customer.example` },
          comment: `confidential words ${index}`,
          respondedAt: new Date(start.getTime() - (index + 1) * 60_000).toISOString(),
        }),
      ),
      stage.now,
    );

  /** Runs a server until something that it says, or does, ends it; resolves to its log. */
  const serve = async (
    stop: AbortController,
    isDone: (log: readonly ServerEvent[]) => boolean,
    sleep?: () => Promise<void>,
  ) => {
    const log: ServerEvent[] = [];
    const request = await stage.request();
    const running = runServer({
      ...request,
      ...(sleep === undefined ? {} : { sleep }),
      everySeconds: 0.05,
      host: '127.0.0.1',
      port: 0,
      signal: stop.signal,
      log: (event) => void log.push(event),
    });
    const look = setInterval(() => {
      if (isDone(log)) stop.abort();
    }, 10);
    await running.finally(() => clearInterval(look));
    return log;
  };
  const stored = async (round: string) =>
    stage.org.query<Row>(`SELECT Id FROM Feedback_Response__c WHERE External_Id__c LIKE '${round}-%'`);

  it('tells nothing personal in its log, whatever happens to the answers', async () => {
    await put('few', 40);
    // nobody knows this one, and the org refuses the other: both are set aside with words about them
    await stage.answer('person-unknown', { comment: 'confidential words of a stranger' });
    await stage.answer('person-0.future', { respondedAt: '2026-09-01T00:00:00Z', comment: 'confidential' });
    const stop = new AbortController();
    const log = await serve(stop, (events) => events.some(({ event }) => event === 'round'));
    const said = JSON.stringify(log);
    expect(log.map(({ event }) => event)).to.include.members(['started', 'round', 'stopped']);
    expect(log.find(({ event }) => event === 'round')).to.include({ confirmed: 40, setAside: 2 });
    expect(said).to.not.match(/confidential|customer\.example|person-|Ahlborn/);
  });

  it('that is stopped within a bulk job ends at once and in order, and the next one goes on with that job', async () => {
    await put('many', answers);
    const stop = new AbortController();
    // the first pause is the one in which it waits for the job
    const log = await serve(
      stop,
      () => false,
      async () => stop.abort(),
    );
    expect(log.at(-1)).to.deep.equal({ level: 'info', event: 'stopped' });
    expect(log.filter(({ level }) => level !== 'info')).to.deep.equal([]);
    const { loads, counts } = await stage.outbox.summary();
    expect(loads).to.have.length(1);
    expect(counts.response.confirmed).to.be.lessThan(answers);
    const again = new AbortController();
    const next = await serve(again, (events) => events.some(({ event }) => event === 'round'));
    const rounds = next.filter((event) => event.event === 'round');
    expect(rounds.reduce((sum, round) => sum + round.confirmed, 0)).to.equal(answers);
    expect(await stored('many')).to.have.length(answers);
  });
});

import { expect } from 'chai';
import { firstWaitSeconds, nextWaitSeconds, waitForJob } from '../../../src/salesforce/bulk/wait-for-job.ts';
import { ScriptedBulk } from './scripted-bulk.ts';

const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('waiting for a bulk job', () => {
  let bulk: ScriptedBulk;
  const options = () => ({ clock: bulk.clock, sleep: bulk.sleep });

  beforeEach(async () => {
    bulk = await ScriptedBulk.start();
  });
  afterEach(() => bulk.close());

  it('takes one question when the pace is known from the job before', async () => {
    const { id } = bulk.addJob({ state: 'UploadComplete' });
    const job = await waitForJob(bulk.org, id, { ...options(), rows: 100_000, rowsPerSecond: 1000 });
    expect(job.state).to.equal('JobComplete');
    expect(bulk.calls).to.have.length(1);
    expect(bulk.pauses).to.deep.equal([105_000]);
  });

  it('takes three questions for a job of ten minutes that works at an even pace: one to learn it, one at its end, one to spare', () => {
    const rows = 300_000;
    const duration = 600;
    let elapsed = firstWaitSeconds(rows);
    let questions = 1;
    for (; elapsed < duration; questions += 1) {
      elapsed += nextWaitSeconds({ elapsed, processed: (rows * elapsed) / duration, rows });
    }
    expect(questions).to.be.at.most(4);
    expect(elapsed).to.be.lessThan(duration * 1.06);
  });

  it('asks a job that tells nothing of its progress ever more rarely, and never in haste', () => {
    let elapsed = 0;
    let questions = 0;
    for (; elapsed < 3600; questions += 1) {
      const wait = questions === 0 ? firstWaitSeconds() : nextWaitSeconds({ elapsed, processed: 0 });
      expect(wait).to.be.within(1, 300);
      elapsed += wait;
    }
    expect(questions).to.be.at.most(28);
  });

  it('goes on asking while the org is out of reach', async () => {
    const { id } = bulk.addJob({ state: 'UploadComplete' });
    bulk.fault = (_call, number) => (number <= 10 ? { status: 503, body: 'busy' } : undefined);
    expect(await waitForJob(bulk.org, id, options())).to.include({ id, state: 'JobComplete' });
  });

  it('ends when the time is up, names the job, and leaves it to the org', async () => {
    bulk.pollsToEnd = Number.POSITIVE_INFINITY;
    const { id } = bulk.addJob({ state: 'UploadComplete' });
    const failure = await failureOf(waitForJob(bulk.org, id, { ...options(), timeoutSeconds: 60 }));
    expect(failure).to.include({ kind: 'unreachable', code: 'BULK_JOB_NOT_ENDED' });
    expect((failure as Error).message).to.include(id);
    expect(bulk.pauses.reduce((sum, pause) => sum + pause, 0)).to.be.closeTo(60_000, 10);
    expect(bulk.jobs.get(id)?.state).to.equal('UploadComplete');
  });

  it('ends at once when the org refuses the question', async () => {
    expect(await failureOf(waitForJob(bulk.org, '750', options()))).to.include({ code: 'BULK_JOB_GONE' });
    expect(bulk.calls).to.have.length(1);
  });

  it('tells how far the job is', async () => {
    bulk.pollsToEnd = 3;
    const { id } = bulk.addJob({ state: 'UploadComplete' });
    const states: string[] = [];
    await waitForJob(bulk.org, id, { ...options(), onProgress: ({ state }) => void states.push(state) });
    expect(states).to.deep.equal(['UploadComplete', 'UploadComplete', 'JobComplete']);
  });
});

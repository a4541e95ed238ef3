import { expect } from 'chai';
import type { BulkJob } from '../../../src/salesforce/bulk/bulk-job.ts';
import { failureOfJob } from '../../../src/salesforce/bulk/bulk-job.ts';
import { readJob } from '../../../src/salesforce/bulk/ingest-job.ts';
import { readOutcomes } from '../../../src/salesforce/bulk/read-outcomes.ts';
import type { BulkOutcome } from '../../../src/salesforce/bulk/read-outcomes.ts';
import { ScriptedBulk } from './scripted-bulk.ts';

const csv =
  'External_Id__c,Comment__c\n"good-1","fine, ""really"""\n"good-2",#N/A\n"bad-1","x"\n"late-1","y"\n';
const errors: Record<string, string> = {
  'bad-1': 'REQUIRED_FIELD_MISSING:Required fields are missing: [Score__c]:Score__c --',
  'late-1': 'unprocessed',
};
const done = { success: true };
const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('what became of the rows of a bulk job', () => {
  let bulk: ScriptedBulk;
  let job: BulkJob;

  const outcomes = async (rows?: number): Promise<BulkOutcome[]> => {
    const all: BulkOutcome[] = [];
    for await (const part of readOutcomes(bulk.org, job, rows)) all.push(...part);
    return all;
  };

  beforeEach(async () => {
    bulk = await ScriptedBulk.start();
    const { id } = bulk.addJob({ state: 'Failed', uploads: [csv] });
    bulk.judge = (externalId) => errors[externalId];
    job = await readJob(bulk.org, id);
  });
  afterEach(() => bulk.close());

  it('is told row by row: confirmed with its id, refused with code and reason, or never reached', async () => {
    expect(await outcomes()).to.deep.equal([
      { externalId: 'good-1', outcome: { ...done, id: 'a00' } },
      { externalId: 'good-2', outcome: { ...done, id: 'a01' } },
      {
        externalId: 'bad-1',
        outcome: {
          success: false,
          kind: 'refused',
          code: 'REQUIRED_FIELD_MISSING',
          message: 'Required fields are missing: [Score__c] (Score__c)',
        },
      },
      { externalId: 'late-1', outcome: 'unprocessed' },
    ]);
  });

  for (const [error, expected] of [
    [
      'UNABLE_TO_LOCK_ROW:unable to obtain exclusive access to this record:--',
      {
        kind: 'tryAgain',
        code: 'UNABLE_TO_LOCK_ROW',
        message: 'unable to obtain exclusive access to this record',
      },
    ],
    [
      'STORAGE_LIMIT_EXCEEDED:storage limit exceeded:--',
      { kind: 'later', code: 'STORAGE_LIMIT_EXCEEDED', message: 'storage limit exceeded' },
    ],
    [
      'DUPLICATE_VALUE:duplicate: value',
      { kind: 'refused', code: 'DUPLICATE_VALUE', message: 'duplicate: value' },
    ],
    ['something: else', { kind: 'refused', code: 'UNEXPECTED', message: 'something: else' }],
  ] as const) {
    it(`names the error ${error}`, async () => {
      bulk.judge = (externalId) => (externalId === 'bad-1' ? error : undefined);
      const refused = (await outcomes()).find(({ externalId }) => externalId === 'bad-1');
      expect(refused?.outcome).to.deep.equal({ success: false, ...expected });
    });
  }

  it('costs one call when all rows were confirmed', async () => {
    bulk.judge = () => undefined;
    bulk.calls.length = 0;
    expect(await outcomes(4)).to.have.length(4);
    expect(bulk.trace).to.deep.equal([`GET /jobs/ingest/${job.id}/successfulResults`]);
  });

  for (const chunked of [false, true]) {
    it(`is read to its end when the download is cut, after whatever byte, ${chunked ? 'in chunks' : 'with its length'}`, async () => {
      const whole = await outcomes();
      const file = `"sf__Id","sf__Created",External_Id__c,Comment__c\n"a00","true","good-1","fine, ""really"""\n"a01","true","good-2",#N/A\n`;
      for (let cutAfter = 0; cutAfter < Buffer.byteLength(file) + (chunked ? 1 : 0); cutAfter += 1) {
        let cut = false;
        bulk.fault = ({ path }) => {
          if (cut || !path.endsWith('successfulResults')) return undefined;
          cut = true;
          return { cutAfter, chunked };
        };
        const again = await outcomes();
        const known = whole.map((outcome) => JSON.stringify(outcome));
        for (const outcome of again)
          expect(known, `cut after ${cutAfter}`).to.include(JSON.stringify(outcome));
        expect(new Set(again.map(({ externalId }) => externalId)).size, `cut after ${cutAfter}`).to.equal(4);
      }
    });
  }

  it('counts as out of reach when the download is cut each time', async () => {
    bulk.fault = ({ path }) => (path.endsWith('successfulResults') ? { cutAfter: 30 } : undefined);
    expect(await failureOf(outcomes())).to.include({ kind: 'unreachable' });
    expect(bulk.pauses).to.deep.equal([1000, 2000, 4000]);
  });

  it('is not believed when nothing says where the download ends', async () => {
    bulk.fault = ({ path }) => (path.endsWith('successfulResults') ? 'endless' : undefined);
    expect(await failureOf(outcomes())).to.include({ kind: 'unreachable', code: 'UNEXPECTED_ANSWER' });
  });

  it('is said to be gone when the org no longer has it', async () => {
    bulk.jobs.clear();
    expect(await failureOf(outcomes())).to.include({ kind: 'refused', code: 'BULK_JOB_GONE' });
  });

  it('is not guessed from a page that a proxy answers with', async () => {
    bulk.fault = ({ path }) =>
      path.endsWith('successfulResults')
        ? { status: 200, body: '<html>\nhello\n</html>', contentType: 'text/html' }
        : undefined;
    expect(await failureOf(outcomes())).to.include({ code: 'UNEXPECTED_ANSWER' });
  });
});

describe('why a bulk job failed as a whole', () => {
  const job = (state: string, errorMessage?: string) =>
    failureOfJob({ id: '750', state, errorMessage } as unknown as BulkJob);

  it('is nothing when it did its work', () => {
    expect(job('JobComplete')).to.equal(undefined);
  });
  for (const [state, message, expected] of [
    ['Failed', 'InvalidBatch : Field name not found : Nope__c', { kind: 'refused', code: 'InvalidBatch' }],
    ['Failed', 'ExceededQuota : too many', { kind: 'later', code: 'ExceededQuota' }],
    ['Failed', 'TooManyLockFailure : locked', { kind: 'tryAgain', code: 'TooManyLockFailure' }],
    ['Failed', undefined, { kind: 'tryAgain', code: 'BULK_JOB_FAILED' }],
    ['Aborted', undefined, { kind: 'tryAgain', code: 'BULK_JOB_ABORTED' }],
  ] as const) {
    it(`is told for ${state} ${message ?? 'without a word'}`, () => {
      expect(job(state, message)).to.include(expected);
    });
  }
});

import { expect } from 'chai';
import { paceOf } from '../../src/sync/progress.ts';
import { nextTry } from '../../src/sync/push/backoff.ts';
import { answerRows, outcomeOfDetails } from '../../src/sync/push/details.ts';
import type { PlacedResponse } from '../../src/sync/push/details.ts';
import { fillBatches } from '../../src/sync/push/fill-batches.ts';
import { loadsDirectory } from '../../src/sync/push/load-directory.ts';
import { outcomeOfFailure } from '../../src/sync/push/outcomes.ts';
import { lookBack } from '../../src/sync/pull/look-back.ts';
import { rebuiltResponse } from '../../src/sync/pull/decisions.ts';

const now = new Date('2026-06-10T08:00:00Z');
const secondsLater = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const refusal = (kind: 'refused' | 'tryAgain' | 'later', code: string, message = '') =>
  ({ success: false, kind, code, message }) as const;

describe('a row that the org did not take', () => {
  const parcel = { attempts: 0, listedInOrg: false };
  const moment = () => ({ now, random: () => 0, rematched: new Set<string>() });

  it('is tried again after 2, 4, 8 … seconds, a quarter of an hour at most, of which up to a half is left to chance', () => {
    const pauses = [0, 1, 2, 20].map((attempts) => nextTry('tryAgain', attempts, now, 0));
    expect(pauses).to.deep.equal([2, 4, 8, 900].map(secondsLater));
    expect(nextTry('tryAgain', 2, now, 1)).to.deep.equal(secondsLater(4));
    expect(nextTry('later', 0, now, 1)).to.deep.equal(secondsLater(3600));
  });

  it('is matched anew when its contact is gone, once, and is then set aside', () => {
    const same = moment();
    for (const failure of [
      refusal('refused', 'ENTITY_IS_DELETED'),
      refusal('refused', 'INVALID_FIELD', 'Foreign key external ID: x not found for field'),
    ]) {
      const first = outcomeOfFailure(failure.code, parcel, failure, same);
      expect(first).to.deep.include({ outcome: 'retry', step: 'match', notBefore: now });
      expect(outcomeOfFailure(failure.code, parcel, failure, same)).to.include({ outcome: 'setAside' });
    }
  });

  it('is set aside with the org’s words when it was refused', () => {
    expect(
      outcomeOfFailure('a', parcel, refusal('refused', 'STRING_TOO_LONG', 'too long'), moment()),
    ).to.deep.equal({
      outcome: 'setAside',
      reason: { code: 'STRING_TOO_LONG', detail: 'too long' },
      listedInOrg: false,
    });
  });
});

describe('the details of a response', () => {
  const placed = {
    content: { externalId: 'a' },
    attempts: 0,
    listedInOrg: false,
    place: { accountId: '001' },
  };
  const parcel = placed as PlacedResponse;
  const moment = { now, random: () => 0, rematched: new Set<string>() };

  it('wait when one of them may be taken later, whatever else was refused', () => {
    const refusals = [refusal('refused', 'INVALID_FIELD'), refusal('tryAgain', 'UNABLE_TO_LOCK_ROW')];
    expect(outcomeOfDetails(parcel, refusals, [], moment)).to.deep.include({
      outcome: 'retry',
      reason: { code: 'UNABLE_TO_LOCK_ROW', detail: '' },
    });
  });

  it('have one record to a question, the last one given, and none that the org has no room to name', () => {
    const questions = new Map([
      ['q', 'a01'],
      ['r', 'a02'],
    ]);
    const answers = [
      { question: 'q', number: 1 },
      { question: 'q', number: 2 },
      { question: 's', number: 3 },
    ];
    const rows = answerRows({ externalId: 'a', answers } as never, questions);
    expect(rows.records.map((row) => [row['External_Id__c'], row['Number__c']])).to.deep.equal([['a:q', 2]]);
    expect(rows.unknown).to.deep.equal(['s']);
    const long = { externalId: 'x'.repeat(254), answers: [{ question: 'r', number: 1 }] };
    expect(answerRows(long as never, questions).unknown).to.deep.equal(['r']);
  });
});

describe('the rows of a bulk job', () => {
  const planned = async (sizes: number[], batch: number, mostHeld = 1000) => {
    const rows = sizes.flatMap((size, account) => Array.from({ length: size }, () => `account ${account}`));
    const out: string[] = [];
    const source = (async function* () {
      yield* rows;
    })();
    for await (const row of fillBatches(source, (account) => account, { batch, mostHeld })) out.push(row);
    return { out, rows };
  };
  /** Accounts that have rows in more than one batch. */
  const torn = (rows: string[], batch: number) => {
    const batches = new Map<string, Set<number>>();
    rows.forEach((row, index) => {
      batches.set(row, (batches.get(row) ?? new Set<number>()).add(Math.floor(index / batch)));
    });
    return [...batches.values()].filter((seen) => seen.size > 1).length;
  };

  it('are ordered so that no account is in two batches, where smaller ones fill the gaps', async () => {
    const sizes = [6, 6, 4, 3, 4, 1, 2, 4];
    const { out, rows } = await planned(sizes, 10);
    expect(out.toSorted()).to.deep.equal(rows.toSorted());
    expect(torn(out, 10)).to.equal(0);
    expect(torn(rows, 10)).to.be.greaterThan(0);
  });

  it('are all there when accounts cannot be kept whole, and little is held back for it', async () => {
    const { out, rows } = await planned(Array<number>(20).fill(6), 10, 12);
    expect(out.toSorted()).to.deep.equal(rows.toSorted());
  });

  it('hold one batchful of a larger account: the rest is for another job', async () => {
    const { out } = await planned([25, 3], 10);
    expect(out.filter((row) => row === 'account 0')).to.have.length(10);
    expect(out).to.have.length(13);
  });
});

describe('a sync', () => {
  it('loads everyone in the org only where that costs fewer API calls than to ask for those that are named', () => {
    expect(loadsDirectory(100_000, { contacts: 100_000, invitations: 100_000 })).to.equal(true);
    expect(loadsDirectory(19_999, { contacts: 10, invitations: 10 })).to.equal(false);
    expect(loadsDirectory(20_000, { contacts: 300_000, invitations: 1_000_000 })).to.equal(false);
    expect(loadsDirectory(1_000_000, { contacts: 5_000_000, invitations: 10 })).to.equal(false);
  });

  it('tells its pace by the last minute, and how long the rest takes', () => {
    const milestones = [
      { at: now, done: 0 },
      { at: secondsLater(100), done: 1000 },
      { at: secondsLater(110), done: 3000 },
    ];
    expect(paceOf(milestones, secondsLater(110), 400)).to.deep.equal({ rowsPerSecond: 200, secondsLeft: 2 });
    expect(paceOf(milestones.slice(0, 1), secondsLater(5), 400)).to.deep.equal({});
  });

  it('looks back ten minutes, once an hour two hours, once a day two days', () => {
    const hour = 3600;
    const looked = new Map([
      ['looked back an hour', now],
      ['looked back a day', now],
    ]);
    expect(lookBack(secondsLater(30), secondsLater(60), looked)).to.deep.equal({
      since: secondsLater(-570),
      looks: [],
    });
    const hourly = lookBack(secondsLater(hour - 30), secondsLater(hour), looked);
    expect(hourly.since).to.deep.equal(secondsLater(-2 * hour));
    const daily = lookBack(secondsLater(24 * hour - 30), secondsLater(24 * hour), looked);
    expect(daily.since).to.deep.equal(secondsLater(-48 * hour));
    expect(daily.looks).to.have.length(2);
  });

  it('makes an answer of an entry among the unmatched only when nothing is missing there', () => {
    const entry = {
      externalId: 'a',
      isDismissed: false,
      contactId: '003000000000001AAA',
      email: undefined,
      survey: 's',
      score: 9,
      comment: undefined,
      channel: 'Email',
      respondedAt: '2026-06-01T08:00:00.000+0000',
    };
    expect(rebuiltResponse(entry)).to.deep.include({ score: 9, respondedAt: '2026-06-01T08:00:00.000Z' });
    expect(rebuiltResponse({ ...entry, score: undefined })).to.equal(undefined);
    expect(rebuiltResponse({ ...entry, channel: 'Pigeon' })).to.equal(undefined);
    expect(rebuiltResponse({ ...entry, respondedAt: undefined })).to.equal(undefined);
  });
});

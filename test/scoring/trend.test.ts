import { expect } from 'chai';
import { scoreAccount } from '../../src/scoring/account-score.ts';
import type { AccountScore } from '../../src/scoring/account-score.ts';
import type { ScoredAnswer } from '../../src/scoring/current-answers.ts';
import { netPromoterInterval, netPromoterScore } from '../../src/scoring/net-promoter-score.ts';
import { seededRandom } from '../../src/scoring/statistics/random.ts';
import { monthlySnapshots, trendStep } from '../../src/scoring/trend.ts';

const answer = (contactId: string, score: number, at: string): ScoredAnswer => ({
  id: `${contactId} ${at}`,
  contactId,
  score,
  respondedAt: new Date(at),
});
const now = new Date('2026-07-15T10:00:00Z');
const trend = (answers: ScoredAnswer[], months: number, timeZone = 'UTC', at = now) =>
  monthlySnapshots(answers, { now: at, months, timeZone });

describe('the trend of an account', () => {
  it('is one snapshot a month, oldest first, the running month as it stands now', () => {
    const snapshots = trend([answer('anna', 9, '2026-05-31T23:59:59.999Z')], 3);
    expect(
      snapshots.map(({ month, scoredAt, answers }) => [month, scoredAt.toISOString(), answers]),
    ).to.deep.equal([
      ['2026-05-01', '2026-05-31T23:59:59.999Z', 1],
      ['2026-06-01', '2026-06-30T23:59:59.999Z', 1],
      ['2026-07-01', '2026-07-15T10:00:00.000Z', 1],
    ]);
  });

  it('has each month as the answers stood then: 3 in May, 9 in June is −100, then +100, never 0', () => {
    const snapshots = trend(
      [answer('anna', 3, '2026-05-10T12:00:00Z'), answer('anna', 9, '2026-06-10T12:00:00Z')],
      4,
    );
    expect(snapshots.map(({ score }) => score)).to.deep.equal([undefined, -100, 100, 100]);
  });

  it('says how many answers a month shares with the one before, of the first month too', () => {
    const answers = [
      answer('anna', 9, '2026-03-10T12:00:00Z'),
      answer('bert', 7, '2026-04-10T12:00:00Z'),
      answer('anna', 8, '2026-05-10T12:00:00Z'),
      answer('claire', 2, '2026-05-11T12:00:00Z'),
    ];
    const shared = (months: number) =>
      trend(answers, months).map(
        ({ month, answers, sharedAnswers }) => `${month} ${sharedAnswers}/${answers}`,
      );
    expect(shared(5)).to.deep.equal([
      '2026-03-01 0/1',
      '2026-04-01 1/2',
      '2026-05-01 1/3',
      '2026-06-01 3/3',
      '2026-07-01 3/3',
    ]);
    expect(shared(3)).to.deep.equal(shared(5).slice(2));
  });

  it('counts an answer in the month that it is at the account, not in Greenwich', () => {
    const late = [answer('anna', 9, '2026-05-31T22:30:00Z')];
    const heard = (timeZone: string) => trend(late, 3, timeZone).map(({ answers }) => answers);
    expect(heard('UTC')).to.deep.equal([1, 1, 1]);
    expect(heard('Europe/Paris')).to.deep.equal([0, 1, 1]);
    expect(trend([], 1, 'Asia/Tokyo', new Date('2026-07-31T15:00:00Z'))[0]?.month).to.equal('2026-08-01');
  });

  it('lets answers expire, on a leap day as on any other', () => {
    const leap = [answer('anna', 9, '2027-03-01T00:00:00Z')];
    const heard = trend(leap, 2, 'UTC', new Date('2028-03-01T00:00:00Z')).map(({ answers }) => answers);
    // 365 days after 1 March 2027 is 29 February 2028, at midnight
    expect(heard).to.deep.equal([0, 0]);
    const day = [answer('anna', 9, '2027-03-01T23:59:59.999Z')];
    expect(trend(day, 1, 'UTC', new Date('2028-02-29T23:59:59.998Z'))[0]?.answers).to.equal(1);
    expect(trend(day, 1, 'UTC', new Date('2028-02-29T23:59:59.999Z'))[0]?.answers).to.equal(0);
  });

  it('is not changed in the past by what is answered later', () => {
    const answers = [answer('anna', 3, '2026-03-10T12:00:00Z'), answer('bert', 9, '2026-04-10T12:00:00Z')];
    const later = [
      ...answers,
      answer('anna', 10, '2026-07-02T12:00:00Z'),
      answer('dora', 0, '2026-07-03T12:00:00Z'),
    ];
    expect(trend(later, 6).slice(0, 5)).to.deep.equal(trend(answers, 6).slice(0, 5));
  });

  it('equals a second computation, month by month and answer by answer, on random histories', () => {
    const random = seededRandom(31);
    for (let run = 0; run < 60; run += 1) {
      const answers = Array.from({ length: Math.floor(random() * 40) }, (_, index): ScoredAnswer => {
        const contact = Math.floor(random() * 8);
        return {
          id: `r${index}`,
          contactId: contact === 0 ? undefined : `c${contact}`,
          score: Math.floor(random() * 11),
          respondedAt: new Date(now.getTime() - Math.floor(random() * 900 * 86_400) * 1000),
        };
      });
      const windowDays = 30 + Math.floor(random() * 400);
      /** Ids that count at a moment: those that no other answer of the same contact has followed. */
      const counting = (moment: number): string[] => {
        const given = answers.filter(
          ({ respondedAt }) => +respondedAt <= moment && +respondedAt > moment - windowDays * 86_400_000,
        );
        return given
          .filter(
            (one) =>
              one.contactId === undefined ||
              !given.some(
                (other) =>
                  other.contactId === one.contactId &&
                  (+other.respondedAt > +one.respondedAt ||
                    (+other.respondedAt === +one.respondedAt && other.id > one.id)),
              ),
          )
          .map(({ id }) => id);
      };
      const snapshots = monthlySnapshots(answers, { now, months: 12, timeZone: 'UTC', windowDays });
      snapshots.forEach((snapshot, index) => {
        const end = index === 11 ? +now : Date.UTC(2025, 7 + index + 1, 1) - 1;
        const [then, before] = [counting(end), counting(Date.UTC(2025, 7 + index, 1) - 1)];
        const scored = answers.filter(({ id }) => then.includes(id));
        expect(snapshot).to.deep.equal({
          ...scoreAccount(scored, new Date(end), windowDays),
          month: `${new Date(Date.UTC(2025, 7 + index, 1)).toISOString().slice(0, 10)}`,
          sharedAnswers: then.filter((id) => before.includes(id)).length,
        });
      });
    }
  });

  it('is refused for a number of months, a time zone or a time that is none', () => {
    for (const months of [0, -1, 1.5, NaN]) {
      expect(() => trend([], months)).to.throw(RangeError, `got ${months}`);
    }
    expect(() => trend([], 3, 'Europe/Atlantis')).to.throw(RangeError, 'Europe/Atlantis');
    expect(() => trend([], 3, 'UTC', new Date(NaN))).to.throw(RangeError, 'not a date');
    expect(() => trend([answer('anna', 11, '2026-07-01T00:00:00Z')], 3)).to.throw(RangeError, 'got 11');
  });
});

describe('a step of the trend', () => {
  const standing = (promoters: number, passives: number, detractors: number): AccountScore => {
    const counts = { promoters, passives, detractors };
    const answers = promoters + passives + detractors;
    const [score, interval] = [netPromoterScore(counts), netPromoterInterval(counts)];
    return { counts, answers, score, interval, windowDays: 365, scoredAt: now };
  };

  it('is shown where both scores are sure to 30 points', () => {
    expect(trendStep(standing(55, 25, 20), standing(70, 20, 10))).to.deep.equal({
      kind: 'trend',
      change: 25,
    });
  });

  it('is people, and no arrow, where one of them is not, or is one voice', () => {
    for (const few of [standing(5, 3, 2), standing(3, 0, 0), standing(0, 0, 1)]) {
      expect(trendStep(few, standing(70, 20, 10))).to.deep.equal({ kind: 'people' });
      expect(trendStep(standing(70, 20, 10), few)).to.deep.equal({ kind: 'people' });
    }
  });

  it('is absent from or to a month without answers', () => {
    expect(trendStep(standing(0, 0, 0), standing(70, 20, 10))).to.deep.equal({ absent: 'nothing' });
    expect(trendStep(standing(70, 20, 10), standing(0, 0, 0))).to.deep.equal({ absent: 'nothing' });
  });

  it('goes exactly by the half-width: 30 points are narrow enough', () => {
    const within = (halfWidth: number): AccountScore => ({
      ...standing(9, 9, 9),
      interval: { lower: -halfWidth, upper: halfWidth },
    });
    expect(trendStep(within(30), within(30))).to.deep.equal({ kind: 'trend', change: 0 });
    expect(trendStep(within(30), within(30.01))).to.deep.equal({ kind: 'people' });
  });
});

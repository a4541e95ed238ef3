import { expect } from 'chai';
import { accountTrust, questionIdentity } from '../../src/scoring/account-trust.ts';
import type { GivenGrades, GradedAnswer } from '../../src/scoring/account-trust.ts';

const question = (
  key: string,
  theme: string | undefined,
  weight?: number,
  [lowest, highest]: [number, number] = [1, 5],
) => {
  const asked = { key, theme, lowest, highest, weight };
  return { ...asked, id: questionIdentity(asked) };
};
const delivery = question('delivery', 'Delivery');
const invoices = question('invoices', 'Invoices');
const answer = (
  id: string,
  asked: GivenGrades['asked'],
  ...grades: [questionId: string, value: number][]
): GradedAnswer => ({
  id,
  rated: { asked, grades: grades.map(([questionId, value]) => ({ questionId, value })) },
});

describe('the trust index of an account', () => {
  it('is made of the grades given with its answers, each of them one interview', () => {
    const asked = [delivery, invoices];
    const trust = accountTrust([
      answer('anna', asked, [delivery.id, 5], [invoices.id, 2]),
      answer('bert', asked, [delivery.id, 3]),
    ]);
    // Delivery (100 + 50) / 2, Invoices 25
    expect(trust).to.deep.equal({
      index: 50,
      themes: [
        { theme: 'Delivery', score: 75, interviews: 2 },
        { theme: 'Invoices', score: 25, interviews: 1 },
      ],
      absentThemes: [],
      interviews: 2,
    });
  });

  it('takes a question for the same from wave to wave, so that one old grade does not weigh as much as ten new ones', () => {
    const again = question('delivery', 'Delivery');
    const trust = accountTrust([
      answer('anna', [delivery], [delivery.id, 1]),
      answer('bert', [again], [again.id, 5]),
      answer('cleo', [again], [again.id, 5]),
    ]);
    expect(trust.index).to.be.closeTo(200 / 3, 1e-12);
  });

  it('reads each grade on the scale on which it was given', () => {
    const wide = question('delivery', 'Delivery', 1, [0, 10]);
    const trust = accountTrust([
      answer('anna', [delivery], [delivery.id, 5]),
      answer('bert', [wide], [wide.id, 5]),
    ]);
    expect(trust.index).to.equal(75);
  });

  it('lets a theme weigh the mean of the weights of its questions, and all alike where they weigh 1', () => {
    const double = question('invoices', 'Invoices', 2);
    const half = question('delays', 'Delivery', 0);
    expect(
      accountTrust([answer('anna', [delivery, double], [delivery.id, 5], [double.id, 2])]).index,
    ).to.equal((100 + 2 * 25) / 3);
    // Delivery: 100 with the weight 1/2
    expect(
      accountTrust([answer('anna', [delivery, half, invoices], [delivery.id, 5], [invoices.id, 2])]).index,
    ).to.equal((0.5 * 100 + 25) / 1.5);
  });

  it('names the themes that were asked and not graded', () => {
    const trust = accountTrust([answer('anna', [delivery, invoices], [delivery.id, 5])]);
    expect(trust).to.deep.include({ index: 100, absentThemes: ['Invoices'] });
  });

  it('is absent without rated questions, without grades and when nothing weighs anything', () => {
    const nothing = { absent: 'nothing' };
    const weightless = question('delivery', 'Delivery', 0);
    for (const answers of [
      [],
      [{ id: 'anna' }],
      [answer('anna', [delivery])],
      [answer('anna', [question('alone', undefined)], [question('alone', undefined).id, 3])],
      [answer('anna', [weightless], [weightless.id, 3])],
    ])
      expect(accountTrust(answers).index).to.deep.equal(nothing);
  });

  it('leaves out a grade off its scale, one that is no number, and one of a question that is not rated', () => {
    for (const [id, value] of [
      [delivery.id, 0],
      [delivery.id, 6],
      [delivery.id, NaN],
      [delivery.id, Infinity],
      ['unknown', 5],
    ] as const) {
      const trust = accountTrust([answer('anna', [delivery], [id, value], [delivery.id, 3])]);
      expect(trust.index, `${id} ${value}`).to.equal(50);
    }
  });
});

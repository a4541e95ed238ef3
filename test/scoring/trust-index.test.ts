import { expect } from 'chai';
import { trustIndex } from '../../src/scoring/trust-index.ts';
import type { RatedQuestion, Rating } from '../../src/scoring/trust-index.ts';
import { seededRandom } from '../../src/scoring/statistics/random.ts';

const question = (id: string, theme?: string, part: Partial<RatedQuestion> = {}): RatedQuestion => ({
  id,
  theme,
  lowest: 1,
  highest: 5,
  ...part,
});
const rating = (interviewId: string, questionId: string, value: number): Rating => ({
  interviewId,
  questionId,
  value,
});

const questions = [
  question('q1', 'Delivery'),
  question('q2', 'Delivery'),
  question('q3', 'Price'),
  question('q4', 'Partnership', { lowest: 0, highest: 10 }),
  question('q5', 'Innovation'),
];
const ratings = [
  rating('i1', 'q1', 5),
  rating('i1', 'q2', 3),
  rating('i2', 'q1', 4),
  rating('i2', 'q3', 2),
  rating('i3', 'q4', 7),
];

describe('the trust index', () => {
  it('is the mean of its themes, each the mean of its questions from 0 to 100, with the interviews behind each', () => {
    const { index, themes, absentThemes, interviews } = trustIndex(questions, ratings);
    // q1: (100 + 75) / 2, q2: 50, so Delivery 68.75; Price 25; Partnership 70
    expect(themes).to.deep.equal([
      { theme: 'Delivery', score: 68.75, interviews: 2 },
      { theme: 'Price', score: 25, interviews: 1 },
      { theme: 'Partnership', score: 70, interviews: 1 },
      { theme: 'Innovation', score: { absent: 'nothing' }, interviews: 0 },
    ]);
    expect(index).to.be.closeTo((68.75 + 25 + 70) / 3, 1e-12);
    expect(absentThemes).to.deep.equal(['Innovation']);
    expect(interviews).to.equal(3);
  });

  it('weights themes where weights are given; a theme without one weighs 1', () => {
    const { index } = trustIndex(questions, ratings, new Map([['Price', 3]]));
    expect(index).to.be.closeTo((68.75 + 3 * 25 + 70) / 5, 1e-12);
  });

  it('weights questions within their theme, and does not count those that weigh nothing', () => {
    const weighted = [
      question('q1', 'Delivery', { weight: 3 }),
      question('q2', 'Delivery'),
      question('q3', 'Price'),
    ];
    const given = ratings.filter(({ questionId }) => questionId !== 'q4');
    expect(trustIndex(weighted, given).themes[0]?.score).to.equal((3 * 87.5 + 50) / 4);
    const ignored = [
      question('q1', 'Delivery', { weight: 0 }),
      question('q2', 'Delivery'),
      question('q3', 'Price'),
    ];
    expect(trustIndex(ignored, given).themes[0]).to.deep.equal({
      theme: 'Delivery',
      score: 50,
      interviews: 1,
    });
  });

  it('counts a question that one interview graded twice with the mean of the two', () => {
    const twice = [rating('i1', 'q3', 1), rating('i1', 'q3', 5), rating('i2', 'q3', 5)];
    expect(trustIndex(questions, twice).themes[1]).to.deep.equal({
      theme: 'Price',
      score: 75,
      interviews: 2,
    });
  });

  it('leaves out questions without a theme', () => {
    const result = trustIndex([question('q9'), question('q3', 'Price')], [rating('i1', 'q9', 1)]);
    expect(result).to.deep.equal({
      index: { absent: 'nothing' },
      themes: [{ theme: 'Price', score: { absent: 'nothing' }, interviews: 0 }],
      absentThemes: ['Price'],
      interviews: 0,
    });
  });

  it('is absent without grades, without questions, and when nothing weighs anything', () => {
    const nothing = { absent: 'nothing' };
    expect(trustIndex(questions, []).index).to.deep.equal(nothing);
    expect(trustIndex([], []).index).to.deep.equal(nothing);
    expect(
      trustIndex([question('q3', 'Price')], [rating('i', 'q3', 2)], new Map([['Price', 0]])).index,
    ).to.deep.equal(nothing);
  });

  it('is the plain mean of all grades when every interview grades everything; stays from 0 to 100; turns with the scale', () => {
    const random = seededRandom(12);
    for (let run = 0; run < 200; run += 1) {
      const themes = 1 + Math.floor(random() * 4);
      const perTheme = 1 + Math.floor(random() * 3);
      const asked = Array.from({ length: themes * perTheme }, (_, place) =>
        question(`q${place}`, `t${place % themes}`),
      );
      const given = Array.from({ length: 1 + Math.floor(random() * 6) }, (_, interview) =>
        asked.map(({ id }) => rating(`i${interview}`, id, 1 + Math.floor(random() * 5))),
      ).flat();
      const { index } = trustIndex(asked, given) as { index: number };
      let sum = 0;
      for (const { value } of given) sum += 25 * (value - 1);
      expect(index).to.be.closeTo(sum / given.length, 1e-9);
      expect(index).to.be.within(0, 100);
      const turned = given.map((one) => ({ ...one, value: 6 - one.value }));
      expect(trustIndex(asked, turned).index).to.be.closeTo(100 - index, 1e-9);
      const wider = asked.map((one) => ({ ...one, lowest: 10, highest: 50 }));
      const longer = given.map((one) => ({ ...one, value: 10 * one.value }));
      expect(trustIndex(wider, longer).index).to.be.closeTo(index, 1e-9);
    }
  });

  for (const value of [0, 6, NaN, Infinity]) {
    it(`is refused for a grade of ${value} on a scale from 1 to 5`, () => {
      expect(() => trustIndex(questions, [rating('i', 'q1', value)])).to.throw(RangeError, 'from 1 to 5');
    });
  }

  it('is refused for an unknown question, a question given twice, a scale or a weight that is none, an unknown theme', () => {
    expect(() => trustIndex(questions, [rating('i', 'q99', 3)])).to.throw(RangeError, 'q99');
    expect(() => trustIndex([question('q'), question('q')], [])).to.throw(RangeError, 'twice');
    expect(() => trustIndex([question('q', 't', { lowest: 5 })], [])).to.throw(RangeError, 'scale');
    expect(() => trustIndex([question('q', 't', { weight: -1 })], [])).to.throw(RangeError, 'weight of q');
    expect(() => trustIndex(questions, [], new Map([['Prize', 1]]))).to.throw(RangeError, 'Prize');
    expect(() => trustIndex(questions, [], new Map([['Price', NaN]]))).to.throw(
      RangeError,
      'weight of Price',
    );
  });
});

import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import {
  accountMethods,
  decideByWaterfall,
  scoreAlike,
  scoreByMethods,
  scoreRoleWeighted,
} from '../../src/scoring/account-methods.ts';
import type { RoledAnswer } from '../../src/scoring/account-methods.ts';
import { scoreAccount } from '../../src/scoring/account-score.ts';
import { defaultRoleRules, roles } from '../../src/scoring/roles.ts';
import type { Role } from '../../src/scoring/roles.ts';
import { seededRandom } from '../../src/scoring/statistics/random.ts';
import { projectRoot } from '../support/test-org.ts';

const answer = (score: number, role?: Role, influence?: number): RoledAnswer => ({ score, role, influence });
const random = seededRandom(5);
const randomAnswers = (n: number): RoledAnswer[] =>
  Array.from({ length: n }, () =>
    answer(
      Math.floor(random() * 11),
      random() < 0.2 ? undefined : roles[Math.floor(random() * roles.length)],
      random() < 0.5 ? undefined : Math.floor(random() * 4),
    ),
  );

/** The values of a picklist or value set of the package. */
const valuesOf = (path: string) =>
  [...readFileSync(`${projectRoot}force-app/main/default/${path}`, 'utf8').matchAll(/<label>(.*?)<\/label>/g)]
    .map(([, label]) => label)
    .filter((label) => label !== 'Method');

describe('roles and methods', () => {
  it('are named as in the package', () => {
    expect([...roles]).to.deep.equal(valuesOf('globalValueSets/Feedback_Role__gvs.globalValueSet-meta.xml'));
    expect([...accountMethods]).to.deep.equal(
      valuesOf('objects/Feedback_Snapshot__c/fields/Method__c.field-meta.xml'),
    );
  });

  it('have defaults by which no role weighs more than one that is more influential', () => {
    const weights = defaultRoleRules.order.map((role) => defaultRoleRules.weights[role]);
    expect(weights).to.deep.equal([...weights].sort((one, other) => other - one));
    expect(defaultRoleRules.order).to.have.members([...roles]);
  });
});

describe('the score of an account by three methods', () => {
  const committee = [
    answer(3, 'Decision Maker'),
    answer(10, 'Business User'),
    answer(9, 'Business User'),
    answer(7, 'Influencer'),
    answer(9),
  ];

  it('names each method, and shows what they make of the same answers', () => {
    const { alike, roleWeighted, waterfall } = scoreByMethods(committee);
    expect(alike).to.deep.include({
      method: 'All Answers Alike',
      score: 40,
      answers: 5,
      effectiveAnswers: 5,
    });
    // (−3 + 1 + 1 + 0 + 1) / (3 + 1 + 1 + 2 + 1), and 8² / (9 + 1 + 1 + 4 + 1)
    expect(roleWeighted).to.include({ method: 'Role-Weighted', score: 0, answers: 5 });
    expect(roleWeighted).to.have.property('effectiveAnswers').closeTo(4, 1e-12);
    expect(waterfall).to.deep.equal({
      method: 'Waterfall',
      category: 'Detractor',
      role: 'Decision Maker',
      deciders: 1,
      answers: 5,
    });
  });

  it('is absent by every method without answers', () => {
    const nothing = { absent: 'nothing' };
    expect(scoreByMethods([])).to.deep.equal({ alike: nothing, roleWeighted: nothing, waterfall: nothing });
  });

  it('refuses scores, roles and influences that are none', () => {
    const methods = [scoreRoleWeighted, decideByWaterfall];
    for (const method of [...methods, scoreAlike]) {
      expect(() => method([answer(11, 'Other')])).to.throw(RangeError, 'got 11');
    }
    for (const method of methods) {
      expect(() => method([answer(9, 'Chef' as Role)])).to.throw(RangeError, 'got Chef');
      for (const influence of [-1, NaN, Infinity]) {
        expect(() => method([answer(9, 'Other', influence)])).to.throw(RangeError, `got ${influence}`);
      }
    }
    const weights = { ...defaultRoleRules.weights, Other: -1 };
    expect(() => scoreRoleWeighted([answer(9, 'Other')], { ...defaultRoleRules, weights })).to.throw(
      RangeError,
      'got -1',
    );
  });

  describe('all answers alike', () => {
    it('is the headline', () => {
      const now = new Date('2026-07-01T00:00:00Z');
      for (let n = 1; n < 30; n += 1) {
        const answers = randomAnswers(n).map((one, index) => ({ ...one, id: `r${index}`, respondedAt: now }));
        const headline = scoreAccount(answers, now);
        expect(scoreAlike(answers)).to.deep.include({
          score: headline.score,
          interval: headline.interval ?? { absent: 'tooFew', found: 1, needed: 2 },
        });
      }
    });
  });

  describe('role-weighted', () => {
    it('weighs each answer by the role times the influence of who gave it', () => {
      for (let run = 0; run < 100; run += 1) {
        const answers = randomAnswers(1 + Math.floor(random() * 20));
        // by copies: everybody stands as often as they weigh
        const copies = answers.flatMap(({ score, role, influence }) => {
          const weight = (role === undefined ? 1 : defaultRoleRules.weights[role]) * (influence ?? 1);
          return Array<number>(weight).fill(score >= 9 ? 1 : score >= 7 ? 0 : -1);
        });
        const result = scoreRoleWeighted(answers);
        if (copies.length === 0) expect(result).to.deep.equal({ absent: 'nothing' });
        else {
          const mean = copies.reduce((sum, value) => sum + value, 0) / copies.length;
          expect(result)
            .to.have.property('score')
            .closeTo(100 * mean, 1e-9);
        }
      }
    });

    it('is as sure of itself as its effective answers, not as all its answers', () => {
      const width = (result: object) => {
        const { lower, upper } = (result as { interval: { lower: number; upper: number } }).interval;
        return upper - lower;
      };
      expect(width(scoreRoleWeighted(committee))).to.be.above(width(scoreAlike(committee)));
    });

    it('is that of all answers alike where no role is known', () => {
      const answers = randomAnswers(12).map(({ score }) => answer(score));
      expect(scoreRoleWeighted(answers)).to.deep.equal({ ...scoreAlike(answers), method: 'Role-Weighted' });
    });

    it('goes by the weights that are set', () => {
      const weights = { ...defaultRoleRules.weights, 'Business User': 0 };
      expect(scoreRoleWeighted(committee, { ...defaultRoleRules, weights })).to.include({ answers: 3 });
    });
  });

  describe('the waterfall', () => {
    const decided = (...answers: RoledAnswer[]) => {
      const result = decideByWaterfall(answers);
      return 'category' in result ? `${result.role}: ${result.category}` : result.absent;
    };

    it('is decided by the most influential role present, in the order of the package', () => {
      for (const [index, role] of roles.entries()) {
        const below = roles.slice(index + 1).map((other) => answer(2, other));
        expect(decided(...below, answer(9, role))).to.equal(`${role}: Promoter`);
      }
    });

    it('gives no promoter over the objection of another in the same role', () => {
      expect(decided(answer(10, 'Economic Buyer'), answer(8, 'Economic Buyer'))).to.equal(
        'Economic Buyer: Passive',
      );
      expect(decided(answer(4, 'Economic Buyer'), answer(10, 'Economic Buyer'))).to.equal(
        'Economic Buyer: Detractor',
      );
    });

    it('is not decided by someone without influence, or of unknown role', () => {
      expect(decided(answer(2, 'Decision Maker', 0), answer(9, 'Evaluator'))).to.equal('Evaluator: Promoter');
      expect(decided(answer(2), answer(9))).to.equal('nothing');
    });

    it('goes by the order that is set, and a role that is not in it never decides', () => {
      const order: Role[] = ['Business User', 'Influencer'];
      expect(decideByWaterfall(committee, { ...defaultRoleRules, order })).to.include({
        role: 'Business User',
        category: 'Promoter',
        deciders: 2,
      });
      expect(decideByWaterfall([answer(3, 'Decision Maker')], { ...defaultRoleRules, order })).to.deep.equal({
        absent: 'nothing',
      });
    });

    it('has no score and no interval', () => {
      expect(decideByWaterfall(committee)).not.to.have.any.keys('score', 'interval');
    });

    it('does not depend on the order of the answers', () => {
      for (let run = 0; run < 50; run += 1) {
        const answers = randomAnswers(10);
        expect(decideByWaterfall([...answers].reverse())).to.deep.equal(decideByWaterfall(answers));
      }
    });
  });
});

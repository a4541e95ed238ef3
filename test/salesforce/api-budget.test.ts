import { expect } from 'chai';
import { ApiBudget } from '../../src/salesforce/api-budget.ts';
import { SalesforceFailure } from '../../src/salesforce/failure.ts';

const start = new Date('2026-06-30T08:00:00Z');

describe('the budget of API calls', () => {
  let now: Date;
  let budget: ApiBudget;
  const passMinutes = (minutes: number) => {
    now = new Date(now.getTime() + minutes * 60_000);
  };
  /** A call whose answer says this of the org's usage. */
  const call = (limitInfo?: string) =>
    budget.spend(async () => {
      budget.read(limitInfo);
      return 'answered';
    });
  const refusalOf = async (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => undefined,
      (error: unknown) => error,
    );

  beforeEach(() => {
    now = start;
    budget = new ApiBudget(0.1, () => now);
  });

  it('is what the last answer said', async () => {
    expect(budget.usage).to.equal(undefined);
    await call('api-usage=18/5000');
    await call(undefined);
    expect(budget.usage).to.deep.equal({ used: 18, max: 5000, at: start });
  });

  for (const [limitInfo, used] of [
    ['api-usage=25/5000; per-app-api-usage=17/250(appName=sample-connected-app)', 25],
    ['per-app-api-usage=17/250(appName=sample-connected-app); api-usage=25/5000', 25],
    ['per-app-api-usage=17/250(appName=sample-connected-app),api-usage=26/5000', 26],
    ['api-usage=10018/100000; api-bursts=1/750', 10_018],
    ['per-app-api-usage=17/250(appName=sample-connected-app)', undefined],
    ['api-usage=many', undefined],
    ['', undefined],
  ] as const) {
    it(`is read from "${limitInfo}"`, async () => {
      await call(limitInfo);
      expect(budget.usage?.used).to.equal(used);
    });
  }

  it('is spent down to what is left to people, and not one call further', async () => {
    await call('api-usage=89/100');
    expect(await call('api-usage=90/100')).to.equal('answered');
    const refusal = await refusalOf(call('api-usage=91/100'));
    expect(refusal).to.be.instanceOf(SalesforceFailure).and.include({ kind: 'later', code: 'API_BUDGET' });
    expect((refusal as Error).message)
      .to.include('90 of the 100')
      .and.to.include('last 10');
    expect(budget.usage?.used).to.equal(90);
  });

  it('counts calls that are under way', async () => {
    await call('api-usage=88/100');
    const both = [call(), call()];
    expect(await refusalOf(call())).to.include({ code: 'API_BUDGET' });
    expect(await Promise.all(both)).to.deep.equal(['answered', 'answered']);
  });

  it('lets one call in a quarter of an hour find out how the org stands', async () => {
    await call('api-usage=95/100');
    passMinutes(14);
    expect(await refusalOf(call())).to.include({ code: 'API_BUDGET' });
    passMinutes(1);
    const slow = budget.spend(async () => {
      await new Promise((resolve) => setImmediate(resolve));
      budget.read('api-usage=94/100');
    });
    const results = await Promise.allSettled([slow, call(), call()]);
    expect(results.map(({ status }) => status)).to.deep.equal(['fulfilled', 'rejected', 'rejected']);
    expect(await refusalOf(call())).to.include({ code: 'API_BUDGET' });
    passMinutes(15);
    await call('api-usage=40/100');
    expect(await call()).to.equal('answered');
  });

  it('is tried again when the call that was to find out brought no answer', async () => {
    await call('api-usage=95/100');
    passMinutes(15);
    await refusalOf(budget.spend(() => Promise.reject(new Error('cut'))));
    expect(await call('api-usage=10/100')).to.equal('answered');
  });

  it('does not grow by answers that overtake each other', async () => {
    await call('api-usage=10/100');
    const slow = Promise.withResolvers<void>();
    const first = budget.spend(async () => {
      await slow.promise;
      budget.read('api-usage=11/100');
    });
    const second = budget.spend(async () => budget.read('api-usage=12/100'));
    const third = budget.spend(() => slow.promise);
    await second;
    slow.resolve();
    await Promise.all([first, third]);
    expect(budget.usage?.used).to.equal(12);
  });

  it('leaves nothing when nothing is to be left, and cannot leave everything', async () => {
    budget = new ApiBudget(0, () => now);
    await call('api-usage=99/100');
    expect(await call('api-usage=100/100')).to.equal('answered');
    expect(await refusalOf(call())).to.include({ code: 'API_BUDGET' });
    for (const share of [1, -0.1, Number.NaN]) {
      expect(() => new ApiBudget(share, () => now)).to.throw(RangeError);
    }
  });
});

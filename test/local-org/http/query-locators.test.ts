import { expect } from 'chai';
import { QueryLocators } from '../../../src/local-org/http/query-locators.ts';
import type { OpenQuery } from '../../../src/local-org/http/query-locators.ts';

describe('results that are read page by page', () => {
  const open = (locators: QueryLocators, userId: string, count: number): OpenQuery =>
    locators.open(userId, { records: new Array<unknown>(count).fill({}), totalSize: count }, 2000);
  const isKept = (locators: QueryLocators, query: OpenQuery): boolean => {
    try {
      return locators.find(query.userId, `${query.id}-2000`).query === query;
    } catch {
      return false;
    }
  };

  it('are kept ten a user, the newest', () => {
    const locators = new QueryLocators(() => new Date());
    const queries = Array.from({ length: 11 }, () => open(locators, 'ana', 3000));
    expect(queries.map((query) => isKept(locators, query))).to.deep.equal([
      false,
      ...Array.from({ length: 10 }, () => true),
    ]);
  });

  it('are kept while they hold 200,000 records together, and the newest however large it is', () => {
    const locators = new QueryLocators(() => new Date());
    const first = open(locators, 'ana', 90_000);
    const second = open(locators, 'ben', 90_000);
    expect([first, second].map((query) => isKept(locators, query))).to.deep.equal([true, true]);
    const third = open(locators, 'cora', 30_000);
    expect([first, second, third].map((query) => isKept(locators, query))).to.deep.equal([false, true, true]);
    const huge = open(locators, 'dan', 250_000);
    expect([second, third, huge].map((query) => isKept(locators, query))).to.deep.equal([false, false, true]);
  });
});

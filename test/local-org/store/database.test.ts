import { expect } from 'chai';
import { openDatabase, Store } from '../../../src/local-org/store/database.ts';

describe('the store', () => {
  let store: Store;
  beforeEach(() => {
    store = new Store(openDatabase(undefined));
    store.setState('count', '0');
  });
  afterEach(() => store.database.close());

  it('keeps what was written together, unless the work throws', () => {
    const fail = (): void =>
      store.transact(() => {
        store.setState('count', '1');
        throw new Error('broken');
      });
    expect(fail).to.throw('broken');
    expect(store.state('count')).to.equal('0');
    expect(store.transact(() => (store.setState('count', '2'), 'done'))).to.equal('done');
    expect(store.state('count')).to.equal('2');
  });

  it('undoes what was written when the result is not wanted, and still gives the result', () => {
    const result = store.transact(
      () => {
        store.setState('count', '1');
        return store.transact(
          () => (store.setState('count', '2'), 'inner'),
          () => false,
        );
      },
      () => true,
    );
    expect([result, store.state('count')]).to.deep.equal(['inner', '1']);
    store.transact(
      () => store.setState('count', '3'),
      () => false,
    );
    expect(store.state('count')).to.equal('1');
  });

  it('gives up the statements that were prepared first, when there are very many', () => {
    const first = store.statement('SELECT 0');
    expect(store.statement('SELECT 0')).to.equal(first);
    for (let number = 1; number <= 600; number += 1) store.statement(`SELECT ${number}`);
    expect(store.statement('SELECT 0')).not.to.equal(first);
    expect(store.first('SELECT 0 AS n')).to.include({ n: 0 });
  });
});

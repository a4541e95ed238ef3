import { expect } from 'chai';
import { outcomesBetween } from '../../../src/elements/open-actions/outcomes.ts';
import type { Saves } from '../../../src/elements/open-actions/outcomes.ts';
import { action } from './action.ts';

const both = [action('1'), action('2')];
const saves = (differences: Partial<Saves>): Saves => ({
  actions: both,
  busy: [],
  failures: {},
  ...differences,
});
const saving = saves({ busy: ['1'] });

describe('what is told of saves', () => {
  it('is nothing while nothing ends', () => {
    expect(outcomesBetween(saves({}), saving)).to.deep.equal([]);
    expect(outcomesBetween(saving, saving)).to.deep.equal([]);
  });

  it('is that an action is done, once it is no longer open', () => {
    expect(outcomesBetween(saving, saves({ actions: [action('2')] }))).to.deep.equal([
      { subject: 'Action 1', failure: undefined },
    ]);
  });

  it('is that an action is done, also when the list comes before the end of the save', () => {
    const gone = saves({ busy: ['1'], actions: [action('2')] });
    expect(outcomesBetween(saving, gone)).to.have.lengthOf(1);
    expect(outcomesBetween(gone, saves({ actions: [action('2')] }))).to.deep.equal([]);
  });

  it('is that an action was not saved, and why', () => {
    expect(outcomesBetween(saving, saves({ failures: { 1: 'A comment is needed.' } }))).to.deep.equal([
      { subject: 'Action 1', failure: 'A comment is needed.' },
    ]);
  });

  it('is told again when another try fails for the same reason', () => {
    const failed = saves({ failures: { 1: 'A comment is needed.' } });
    const again = saves({ busy: ['1'], failures: failed.failures });
    expect(outcomesBetween(failed, again)).to.deep.equal([]);
    expect(outcomesBetween(again, failed)).to.have.lengthOf(1);
  });

  it('is not that an action is done which is still listed as open', () => {
    expect(outcomesBetween(saving, saves({}))).to.deep.equal([]);
  });

  it('is not told of an action that went away by itself', () => {
    expect(outcomesBetween(saving, saves({ busy: ['1'], actions: [action('1')] }))).to.deep.equal([]);
  });
});

import { expect } from 'chai';
import {
  daysLate,
  groupActions,
  sortActions,
  urgencyOf,
} from '../../../src/elements/open-actions/action-groups.ts';
import { action } from './action.ts';

const today = '2026-07-15';

describe('the urgency of an action', () => {
  it('is late when the org says so, whatever the calendar says', () => {
    expect(urgencyOf(action('1', { isLate: true, dueOn: '2026-07-20' }), today)).to.equal('late');
    expect(urgencyOf(action('1', { isLate: true, dueOn: undefined }), today)).to.equal('late');
    expect(urgencyOf(action('1', { isLate: true }), undefined)).to.equal('late');
  });

  it('is late when midnight has passed since it was loaded', () => {
    expect(urgencyOf(action('1', { dueOn: '2026-07-14' }), today)).to.equal('late');
  });

  it('is today on the day itself, and later after that or without a date', () => {
    expect(urgencyOf(action('1', { dueOn: today }), today)).to.equal('dueToday');
    expect(urgencyOf(action('1', { dueOn: '2026-07-16' }), today)).to.equal('later');
    expect(urgencyOf(action('1', { dueOn: undefined }), today)).to.equal('later');
  });

  it('is not guessed without a clock', () => {
    expect(urgencyOf(action('1', { dueOn: '2020-01-01' }), undefined)).to.equal('later');
    expect(urgencyOf(action('1', { dueOn: undefined }), undefined)).to.equal('later');
  });
});

describe('the order of actions', () => {
  const actions = [
    action('without', { dueOn: undefined }),
    action('later', { dueOn: '2026-08-01' }),
    action('today', { dueOn: today }),
    action('soon', { dueOn: '2026-07-16' }),
    action('late', { dueOn: '2026-07-10', isLate: true }),
    action('later too', { dueOn: '2026-08-01' }),
    action('very late', { dueOn: '2026-06-01', isLate: true }),
  ];

  it('is late ones first, then today, then by date, those without a date last, equals as they came', () => {
    expect(sortActions(actions, today).map(({ id }) => id)).to.deep.equal([
      'very late',
      'late',
      'today',
      'soon',
      'later',
      'later too',
      'without',
    ]);
  });

  it('leaves the list that was handed in as it was, also when it must not be changed', () => {
    expect(sortActions(Object.freeze([...actions]), today)).to.have.lengthOf(7);
  });

  it('falls into groups by urgency, without empty ones', () => {
    const groups = (of: typeof actions) =>
      groupActions(sortActions(of, today), today).map((group) => [group.urgency, group.actions.length]);
    expect(groups(actions)).to.deep.equal([
      ['late', 2],
      ['dueToday', 1],
      ['later', 4],
    ]);
    expect(groups([action('1')])).to.deep.equal([['later', 1]]);
    expect(groups([])).to.deep.equal([]);
  });
});

describe('the days that an action is late', () => {
  it('are counted by the calendar, over changes of clocks and years', () => {
    expect(daysLate('2026-07-14', today)).to.equal(1);
    expect(daysLate('2026-03-28', '2026-03-30')).to.equal(2);
    expect(daysLate('2023-12-31', '2024-03-01')).to.equal(61);
  });
});

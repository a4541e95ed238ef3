import { expect } from 'chai';
import { SeenChanges } from '../../src/sync/pull/seen-changes.ts';

describe('the changes that a watch has seen', () => {
  const row = (id: number) => ({ Id: id, SystemModstamp: '2026-06-30T08:00:00Z' });
  /** How many of some rows are new to a round that deals with them. */
  const round = (seen: SeenChanges, ids: number[]) => {
    seen.begin();
    const count = ids.filter((id) => seen.isNew('responses', row(id))).length;
    seen.remember();
    return count;
  };

  it('are new once, and again when the record has changed again or another question brings it', () => {
    const seen = new SeenChanges();
    expect(round(seen, [1, 2])).to.equal(2);
    expect(round(seen, [1, 2, 3])).to.equal(1);
    expect(seen.isNew('responses', { ...row(1), SystemModstamp: '2026-06-30T08:00:01Z' })).to.equal(true);
    expect(seen.isNew('invitations', row(1))).to.equal(true);
  });

  it('are new again when the round that met them did not deal with them', () => {
    const seen = new SeenChanges();
    seen.begin();
    seen.isNew('responses', row(1));
    expect(round(seen, [1])).to.equal(1);
  });

  it('of which there are too many, those that come no more are forgotten first', () => {
    const seen = new SeenChanges(4);
    expect(round(seen, [1, 2, 3, 4])).to.equal(4);
    expect(round(seen, [3, 4, 5, 6])).to.equal(2);
    expect(round(seen, [3, 4, 5, 6])).to.equal(0);
    expect(round(seen, [1])).to.equal(1);
  });
});

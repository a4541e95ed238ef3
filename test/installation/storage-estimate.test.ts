import { expect } from 'chai';
import { estimateStorage } from '../../src/installation/storage-estimate.ts';

describe('the estimate of the data that a programme makes', () => {
  it('counts invitations, answers, plans and snapshots over the years', () => {
    const estimate = estimateStorage({
      contacts: 1000,
      accounts: 100,
      wavesPerYear: 2,
      responseRate: 0.4,
      questions: 5,
      years: 3,
    });
    expect(estimate).to.deep.equal({
      invitations: 6000,
      responses: 2400,
      answers: 12_000,
      plansAndActions: 1920,
      snapshots: 3600,
      records: 25_920,
      // 2 KB each
      megabytes: 51,
    });
  });

  it('agrees with the rule of thumb: ten million answers are about 20 GB', () => {
    const { megabytes } = estimateStorage({
      contacts: 10_000_000,
      accounts: 0,
      wavesPerYear: 0.5,
      responseRate: 0,
      questions: 0,
      years: 2,
    });
    expect(megabytes / 1024).to.be.within(19, 21);
  });

  it('is nothing for a programme that asks nobody', () => {
    const nobody = { contacts: 0, accounts: 0, wavesPerYear: 2, responseRate: 0.4, questions: 5, years: 3 };
    expect(estimateStorage(nobody).megabytes).to.equal(0);
  });
});

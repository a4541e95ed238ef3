import { expect } from 'chai';
import { countParticipation, responseRates } from '../../src/scoring/participation.ts';
import type { InvitationStatus, ParticipationCounts } from '../../src/scoring/participation.ts';

const counts = (part: Partial<ParticipationCounts>): ParticipationCounts => ({
  complete: 0,
  partial: 0,
  refusal: 0,
  nonContact: 0,
  unknown: 0,
  ...part,
});

const invitations = (part: Partial<Record<InvitationStatus, number>>) =>
  Object.entries(part).flatMap(([status, count]) =>
    Array.from({ length: count }, () => ({ status: status as InvitationStatus })),
  );

describe('the response rates of a survey', () => {
  it('are RR1 0.364 and RR2 0.545 in the worked example of the R package outcomerate', () => {
    // README of ropensci/outcomerate 1.0.1: I 4, P 2, R 1, NC 1, O 1, UH 1, UO 1; the one not eligible is not in it.
    // Of its classes, O has no state here: it stands in the divisor as NC does
    const rates = responseRates(
      counts({ complete: 4, partial: 2, refusal: 1, nonContact: 1 + 1, unknown: 1 + 1 }),
    );
    expect(rates).to.have.property('asked', 11);
    expect(rates).to.have.property('rr1').closeTo(0.364, 0.0005);
    expect(rates).to.have.property('rr2').closeTo(0.545, 0.0005);
  });

  it('are both 83.3% in the example of the R package responserates: 100 complete, 20 not reached', () => {
    const rates = responseRates(counts({ complete: 100, nonContact: 20 }));
    expect(rates).to.have.property('rr1').closeTo(0.833, 0.0005);
    expect(rates).to.have.property('rr2').closeTo(0.833, 0.0005);
  });

  it('leave out who was only planned or left out', () => {
    const sample = invitations({
      Answered: 3,
      Sent: 4,
      'Opted Out': 2,
      Bounced: 1,
      Planned: 50,
      'Left Out': 9,
    });
    expect(countParticipation(sample)).to.deep.equal(
      counts({ complete: 3, refusal: 2, nonContact: 1, unknown: 4 }),
    );
    expect(responseRates(countParticipation(sample))).to.deep.equal({ asked: 10, rr1: 0.3, rr2: 0.3 });
  });

  it('count a partial answer in RR2 alone', () => {
    const sample = [
      { status: 'Answered' as const, isPartial: true },
      { status: 'Answered' as const, isPartial: false },
      { status: 'Sent' as const },
      { status: 'Sent' as const, isPartial: true },
    ];
    expect(responseRates(countParticipation(sample))).to.deep.equal({ asked: 4, rr1: 0.25, rr2: 0.5 });
  });

  it('are absent when nobody was asked, never 0 or NaN', () => {
    expect(responseRates(countParticipation([]))).to.deep.equal({ absent: 'nothing' });
    expect(responseRates(countParticipation(invitations({ Planned: 3 })))).to.deep.equal({
      absent: 'nothing',
    });
  });

  it('are refused for a count that is none, and for a status that does not exist', () => {
    for (const wrong of [-1, 0.5, NaN]) {
      expect(() => responseRates(counts({ refusal: wrong }))).to.throw(RangeError, 'refusal');
    }
    expect(() => countParticipation([{ status: 'Lost' as InvitationStatus }])).to.throw(RangeError, 'Lost');
  });
});

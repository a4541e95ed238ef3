import { expect } from 'chai';
import { responseMapping } from '../../src/intake/mapping.ts';
import { toResponse } from '../../src/intake/parcels.ts';
import type { RowResult } from '../../src/intake/parcels.ts';

const plain = {
  name: 'plain',
  source: 'file',
  format: 'csv',
  columns: { externalId: 'id', email: 'email', score: 'score', respondedAt: 'date' },
};
const mapping = responseMapping.parse({
  ...plain,
  questions: [
    { column: 'delivery', question: 'delivery_time', kind: 'number' },
    { column: 'advice', question: 'advice', kind: 'text' },
  ],
});

describe('the answers to further questions of a survey', () => {
  const read = (delivery: string, advice: string): RowResult =>
    toResponse(
      { id: 'a1', email: 'anna@customer.example', score: '9', date: '2026-06-01', delivery, advice },
      mapping,
      { survey: 'wave', now: new Date('2026-06-30T08:00:00Z') },
    );
  const answers = (result: RowResult) => ('parcel' in result ? result.parcel.content : {});

  it('are read as numbers, with a comma too, and as texts', () => {
    expect(answers(read('4,5', '12 days is long'))).to.have.deep.property('answers', [
      { question: 'delivery_time', number: 4.5 },
      { question: 'advice', text: '12 days is long' },
    ]);
  });

  it('are none where a cell is empty', () => {
    expect(answers(read('3', ''))).to.have.deep.property('answers', [
      { question: 'delivery_time', number: 3 },
    ]);
    expect(answers(read('', ''))).to.not.have.property('answers');
  });

  it('are refused where a number is none', () => {
    for (const cell of ['often', '1e3', '4.5.6', '0x10', '½']) {
      expect(read(cell, '')).to.deep.equal({
        problems: [{ code: 'numberWrong', values: [cell, 'delivery'] }],
      });
    }
  });

  it('may not come from two columns', () => {
    const questions = ['a', 'b'].map((column) => ({ column, question: 'same', kind: 'text' }));
    expect(() => responseMapping.parse({ ...plain, questions })).to.throw('a question has two columns');
  });
});

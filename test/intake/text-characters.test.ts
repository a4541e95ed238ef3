import { expect } from 'chai';
import { problemText } from '../../src/command-line/failures.ts';
import { invitation } from '../../src/feedback/invitation.ts';
import { response } from '../../src/feedback/response.ts';
import { responseMapping } from '../../src/intake/mapping.ts';
import { toResponse } from '../../src/intake/parcels.ts';
import { answerParcel, invitationParcel } from '../outbox/parcels.ts';

const mapping = responseMapping.parse({
  name: 'plain',
  source: 'file',
  format: 'csv',
  columns: {
    externalId: 'id',
    survey: 'survey',
    email: 'email',
    score: 'score',
    comment: 'comment',
    respondedAt: 'date',
  },
  skip: [{ column: 'survey', values: ['test'], reason: 'a test' }],
});
const row = {
  id: '1',
  survey: 's',
  email: 'anna@customer.example',
  score: '9',
  comment: 'Good \u{1F600}',
  date: '2026-06-01',
};
const now = new Date('2026-06-30T08:00:00Z');

describe('a text with NUL or half a surrogate pair, which no database keeps', () => {
  it('is refused with its row, once, and by the column it stands in', () => {
    for (const column of ['id', 'survey', 'email', 'score', 'comment', 'date'] as const) {
      for (const character of ['\0', '\ud83d']) {
        const cells = { ...row, [column]: `${row[column]}${character}` };
        const result = toResponse(cells, mapping, { now });
        const problems = 'problems' in result ? result.problems : [];
        expect(problems[0], `${column} with ${JSON.stringify(character)}`).to.deep.equal({
          code: 'notText',
          values: [column],
        });
        expect(problems.filter(({ code }) => code === 'notText')).to.have.length(1);
        expect(problemText(problems[0]!)).to.include(`"${column}"`);
      }
    }
    expect(toResponse(row, mapping, { now })).to.have.property('parcel');
  });

  it('is in no answer and no invitation, whatever way it came in', () => {
    const answered = answerParcel('a').content;
    const invited = invitationParcel('a').content;
    expect(response.safeParse(answered).success).to.equal(true);
    expect(invitation.safeParse(invited).success).to.equal(true);
    for (const bad of ['bad\0', 'bad\ud83d']) {
      const answers = [
        { externalId: bad },
        { survey: bad },
        { comment: bad },
        { language: bad },
        { answers: [{ question: bad, number: 1 }] },
        { answers: [{ question: 'why', text: bad }] },
      ];
      for (const change of answers) {
        expect(response.safeParse({ ...answered, ...change }).success, JSON.stringify(change)).to.equal(
          false,
        );
      }
      for (const change of [{ externalId: bad }, { survey: bad }, { reason: bad }]) {
        expect(invitation.safeParse({ ...invited, ...change }).success, JSON.stringify(change)).to.equal(
          false,
        );
      }
    }
  });
});

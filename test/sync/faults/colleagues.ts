import { categoryOf } from '../../../src/scoring/category.ts';
import type { Acknowledged } from './acknowledged.ts';
import type { Draws } from './draws.ts';
import type { FaultyStage } from './faulty-stage.ts';
import type { Person } from './seeded-people.ts';

/** Somebody corrects the score of an answer in the org. */
export function editAnswer(
  stage: FaultyStage,
  draws: Draws,
  prefix: string,
  answers: readonly Acknowledged[],
): void {
  const rows = stage.query<{ Id: string; External_Id__c: string }>(
    `SELECT Id, External_Id__c FROM Feedback_Response__c
     WHERE External_Id__c LIKE '${prefix}a%' AND Erased_At__c = null ORDER BY External_Id__c`,
  );
  if (rows.length === 0) return;
  const { Id, External_Id__c: id } = draws.oneOf(rows);
  const answer = answers.find(({ content }) => content.externalId === id);
  if (answer === undefined) return;
  const score = draws.below(11);
  stage.change('Feedback_Response__c', Id, { Score__c: score, Category__c: categoryOf(score) });
  // the answer may still be on its way
  answer.typed = score;
}

/** Somebody types an answer in; for the sync it becomes visible long after it was written. */
export function typeIn(stage: FaultyStage, draws: Draws, { contactId = '' }: Person): void {
  const [contact] = stage.query<{ AccountId: string }>(
    `SELECT AccountId FROM Contact WHERE Id = '${contactId}'`,
  );
  const seconds = 60 + draws.below(3600);
  stage.faults.add({ kind: 'late', seconds, hiddenFrom: 'others', objects: ['Feedback_Response__c'] });
  const score = draws.below(11);
  stage.create('Feedback_Response__c', [
    {
      Account__c: contact?.AccountId,
      Contact__c: contactId,
      Survey__c: stage.surveyId,
      Score__c: score,
      Category__c: categoryOf(score),
      Channel__c: 'Phone',
      Responded_At__c: new Date(stage.now.getTime() - 60_000).toISOString(),
    },
  ]);
}

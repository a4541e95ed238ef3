import { voiceKinds } from './relationship.ts';
import type { Relationship, VoiceCount, VoiceKind } from './relationship.ts';

export { shownScore as readingOf, staleDays } from '../../scoring/shown-score.ts';
export type { ShownScore as Reading, SidedScore as ScoreReading } from '../../scoring/shown-score.ts';

/**
 * Who has spoken and who is silent. Those who have spoken are given only when they add up to the number of answers:
 * in between two syncs they may not, and nothing is claimed then. The silent are left out where nobody can be called so.
 */
export function voicesOf(relationship: Relationship): VoiceCount[] {
  const { answers, promoters, passives, detractors } = relationship;
  const complete = promoters + passives + detractors === answers;
  const known = (kind: VoiceKind) => kind === 'silent' || complete;
  return voiceKinds
    .filter(known)
    .map((kind) => ({ kind, count: relationship[kind] }))
    .filter((voice): voice is VoiceCount => typeof voice.count === 'number');
}

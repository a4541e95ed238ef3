import { voiceKinds } from './relationship.ts';
import type { Relationship, VoiceCount, VoiceKind } from './relationship.ts';

/** What may be said of the relationship with an account. */
export type Reading =
  /** Nobody ever answered (`never`), or the answers have left the window. */
  | { kind: 'none'; never: boolean }
  /** One answer is one voice, not a score. */
  | { kind: 'oneVoice' }
  /** Answers, but not all the numbers that belong together: nothing is claimed. */
  | { kind: 'incomplete' }
  /** A score whose interval is too wide: people are shown, and the score quietly. */
  | (ScoreReading & { kind: 'people' })
  | (ScoreReading & { kind: 'score' });

/** A score with its interval. */
export interface ScoreReading {
  /** −100 to 100, not rounded. */
  score: number;
  lower: number;
  upper: number;
  /** Where the whole interval lies, against zero. */
  side: 'above' | 'below' | 'either';
}

/** Beyond this half-width of the interval, in points of NPS, people are shown instead of a score. */
const widestHalfWidth = 30;
const millisecondsPerDay = 86_400_000;

/**
 * Decides what is said of a relationship: the rules under which a number may be shown as a score. A null, which an org
 * gives for an empty field, is as absent as undefined: it must not be read as zero.
 */
export function readingOf({ answers, score, lower, upper, scoredAt }: Relationship): Reading {
  if (!(answers >= 1)) return { kind: 'none', never: !scoredAt };
  if (answers < 2) return { kind: 'oneVoice' };
  if (!isNumber(score) || !isNumber(lower) || !isNumber(upper) || !scoredAt) return { kind: 'incomplete' };
  const side = lower > 0 ? 'above' : upper < 0 ? 'below' : 'either';
  return { kind: (upper - lower) / 2 > widestHalfWidth ? 'people' : 'score', score, lower, upper, side };
}

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
    .filter((voice): voice is VoiceCount => isNumber(voice.count));
}

/** Whole days since the numbers were computed, from 1; absent when they are of the last 24 hours, or no time is known. */
export function staleDays(scoredAt: string | undefined, now: string | undefined): number | undefined {
  if (!scoredAt || !now) return undefined;
  const age = Date.parse(now) - Date.parse(scoredAt);
  return age > millisecondsPerDay ? Math.floor(age / millisecondsPerDay) : undefined;
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}

import { shownScore, staleDays } from '../scoring/shown-score.ts';
import type { SidedScore } from '../scoring/shown-score.ts';
import type { Account } from './accounts.ts';

/** What the list of accounts says of a relationship score; `staleDays` since it was computed, if over 24 hours. */
export type Reading =
  /** No current answer: nobody ever counted here (`never`), or the answers left the window. */
  | { kind: 'none'; never: boolean; staleDays: number | undefined }
  /** One answer is one voice, not a score. */
  | {
      kind: 'one-voice';
      category: 'promoter' | 'passive' | 'detractor' | undefined;
      staleDays: number | undefined;
    }
  /** Answers, but not all the numbers that belong together: nothing is claimed. */
  | { kind: 'incomplete'; staleDays: number | undefined }
  | ScoreReading;

/** A score with its interval. */
export interface ScoreReading extends SidedScore {
  kind: 'score';
  /** False where people are to be shown instead: then the score is not given weight. */
  comparable: boolean;
  /** Whole days since the numbers were computed, from 1; absent when they are of the last 24 hours. */
  staleDays: number | undefined;
}

/** What is said of an account at a given time: how its score is shown, in the terms of the list. */
export function readingOf(account: Account, now: Date): Reading {
  const days = staleDays(account.scoredAt, now);
  const shown = shownScore(account);
  switch (shown.kind) {
    case 'oneVoice':
      return { kind: 'one-voice', category: categoryOfOne(account.score), staleDays: days };
    case 'people':
    case 'score':
      return { ...shown, kind: 'score', comparable: shown.kind === 'score', staleDays: days };
    default:
      return { ...shown, staleDays: days };
  }
}

/** The NPS of a single answer tells its category. */
function categoryOfOne(score: number | undefined): 'promoter' | 'passive' | 'detractor' | undefined {
  if (score === 100) return 'promoter';
  if (score === 0) return 'passive';
  return score === -100 ? 'detractor' : undefined;
}

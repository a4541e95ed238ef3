import { defaultWindowDays } from './current-answers.ts';
import { defaultPatienceDays } from './silence.ts';

/** What an admin may set of how accounts are scored. */
export interface ScoringRules {
  /** For how many days an answer counts. */
  windowDays: number;
  /** After how many days without an answer an invited contact is called silent. */
  silenceDays: number;
}

/** The rules where nothing else is set. */
export const defaultRules: ScoringRules = { windowDays: defaultWindowDays, silenceDays: defaultPatienceDays };

/** The relationship with an account, as the org holds it: its headline numbers. */
export interface Relationship {
  /** NPS, −100 to 100, not rounded. */
  score?: number;
  /** Lower end of the 95% interval, −100 to 100. */
  lower?: number;
  /** Upper end of the 95% interval, −100 to 100. */
  upper?: number;
  /** Number of current answers. */
  answers: number;
  promoters: number;
  passives: number;
  detractors: number;
  /** Contacts who were asked and have not answered; absent where nobody can be called silent. */
  silent?: number;
  /** When the newest answer was given, ISO 8601. */
  lastAnswer?: string;
  /** When the numbers were computed, ISO 8601; absent when they never were. */
  scoredAt?: string;
  /** For how many days an answer counts. */
  windowDays: number;
}

/** The kinds of voices, in the order in which they are shown. */
export const voiceKinds = ['promoters', 'passives', 'detractors', 'silent'] as const;

/** Promoters, passives and detractors have spoken; the silent were asked and did not. */
export type VoiceKind = (typeof voiceKinds)[number];

/** How many voices of one kind an account has. */
export interface VoiceCount {
  kind: VoiceKind;
  count: number;
}
